## pidlab

help-about = PID 1 실습대: 진짜 PID 네임스페이스에서 관찰하는 고아, 좀비, init 프로세스
help-more =
    pidlab은 진짜 PID 네임스페이스를 만들어 실습을 한 단계씩 진행하면서, 단계마다 전후의 프로세스 트리를 컨테이너 안과 호스트 양쪽에서 함께 보여 줍니다. 가정해서 보여 주는 것은 없습니다. 모든 줄과 모든 판정은 그 실행에서 커널로부터 읽은 것입니다.
help-examples =
    pidlab doctor                        이 컴퓨터에서 실습할 수 있는지 확인
    pidlab run zombie --init sleep       고아가 좀비로 남는 실습
    pidlab run zombie --init reaper      좀비를 회수하는 init으로 같은 실습
    pidlab list                          모든 실습
    pidlab run zombie --lang en          Explained in English

help-arg-help = 도움말 보기(-h는 간단히, --help는 자세히)
help-arg-version = 버전 보기
help-arg-lang = 언어, language
help-arg-color = 출력에 색을 쓸지
help-arg-format = 사람이 읽을 텍스트 또는 프로그램이 읽을 JSON
help-arg-rootless = root여도 사용자 네임스페이스를 사용
help-arg-lab = 실습 이름(pidlab list) 또는 실습 파일
help-arg-init = 컨테이너의 PID 1: init 이름 또는 따옴표로 묶은 명령

## run

help-run-about = 실제 커널에서 실습 진행
help-run-more =
    단계마다 전후의 프로세스 트리를 /proc에서 읽어 달라진 곳을 표시합니다. 마지막에는 커널이 실습의 예상대로 동작했는지 판정합니다. 실행 중에 시작한 프로세스는 실행이 끝나면 모두 종료됩니다.
help-run-arg-init = 컨테이너의 PID 1: init 이름 또는 따옴표로 묶은 명령
help-run-arg-init-more = 이름: sleep, tail, loop, bash, sh, python, reaper, pause, tini, dumb-init, catatonit, docker-init, busybox, supervisord. 직접 쓴 명령에는 정해진 예상이 없으므로 관찰한 결과만 알려 줍니다.
help-run-arg-seconds = 강의의 60초를 대신하는 sleep 시간(초, 0.1~3600). 생략하면 실습마다 정해 둔 시간, --step이나 --ask를 쓰면 60초
help-run-arg-grace = 정지할 때 SIGKILL을 보내기 전에 기다리는 시간(초, 0.1~3600). Docker에서는 10초
help-run-arg-realtime = 강의와 같은 60초를 사용하고 남은 시간을 표시
help-run-arg-step = 단계마다 키를 기다림: 계속, 뒤로, 컨테이너 안의 셸 등. ?를 누르면 모두 보임
help-run-arg-ask = 무엇이 일어날지, 얼마나 확신하는지 묻고 커널의 답을 보여 줌
help-run-arg-explain = 시스템 콜과 매뉴얼 페이지까지 설명
help-run-arg-view = 보여 줄 쪽: 컨테이너 안(inside), 호스트(host), 양쪽(both)
help-run-arg-before = 단계 이전의 트리를 언제 보여 줄지: 항상(always), 달라졌을 때만(changed)
help-run-arg-record = 실행을 이 파일에 기록. pidlab replay로 다시 볼 수 있음
help-run-examples =
    수업 시연: 고아 프로세스가 좀비로 남습니다
      pidlab run zombie --init sleep
    좀비를 회수하는 init으로 같은 실습을 합니다
      pidlab run zombie --init reaper
    어떤 명령이든 PID 1 자리에 둘 수 있습니다
      pidlab run zombie --init 'python3 -c "import time; time.sleep(1000)"'
    수업용: 질문을 먼저 하고 한 단계씩 한국어로 진행합니다
      pidlab run orphan --step --ask --lang ko
    프로그램용: 한 줄에 JSON 객체 하나를 씁니다
      pidlab run wait --format json | jq -r .event
    실습할 수 있는 컴퓨터에서 기록해 두었다가, 할 수 없는 곳에서 보여 줍니다
      pidlab run zombie --record zombie.jsonl

## replay

help-replay-about = 기록한 실행을 다시 보기
help-replay-more =
    아무것도 시작하지 않으며 특별한 권한도 필요 없습니다. 네임스페이스를 쓸 수 있는 Linux 컴퓨터에서 기록한 것을 어디서나 볼 수 있습니다. 두 언어와 모든 형식으로, run의 표시 옵션도 그대로 쓸 수 있습니다. 종료 코드는 실행할 때와 같습니다. 도중에 끊긴 기록은 있는 데까지 보여 주고, 이때 종료 코드는 2입니다.
help-replay-arg-recording = pidlab run --record로 만든 파일. -는 표준 입력
help-replay-arg-step = 단계마다 키를 기다림: 계속, 뒤로 등. ?를 누르면 모두 보임
help-replay-arg-explain = 시스템 콜과 매뉴얼 페이지까지 설명
help-replay-arg-view = 보여 줄 쪽: 컨테이너 안(inside), 호스트(host), 양쪽(both)
help-replay-arg-before = 단계 이전의 트리를 언제 보여 줄지: 항상(always), 달라졌을 때만(changed)
help-replay-examples =
    집에서 기록한 것을 수업에서 한 단계씩, 앞뒤로 오가며 보여 줍니다
      pidlab run zombie --record zombie.jsonl
      pidlab replay zombie.jsonl --step
    같은 실행을 한국어로, 시스템 콜까지 봅니다
      pidlab replay zombie.jsonl --lang ko --explain
    프로그램용: 4단계에서 바뀐 것을 뽑습니다
      pidlab replay zombie.jsonl --format json | jq 'select(.step == 4).changes'

## list

help-list-about = 실습 목록 보기
help-list-examples =
    모든 실습을 한 줄씩 보여 줍니다
      pidlab list
    이름만 보여 줍니다
      pidlab list --format json | jq -r '.labs[].id'

## show

help-show-about = 실습의 내용과 명령을 실행하지 않고 보기
help-show-more = 각 명령 옆에 같은 일을 하는 Docker 명령을 함께 보여 줍니다.
help-show-arg-init = PID 1 자리에 둘 init을 바꾸어 보기
help-show-examples =
    수업 전에 실습을 읽어 봅니다
      pidlab show zombie
    PID 1 자리의 init을 바꾸어 봅니다
      pidlab show zombie --init tini

## quiz

help-quiz-about = 커널이 무엇을 할지 예상하기: 여러 실습의 질문을 무작위로 묻기
help-quiz-more =
    질문마다 실제로 실행합니다. 지금까지 한 일과 현재의 트리를 보고 답을 예상하고, 얼마나 확신하는지 적습니다. 그러면 커널이 한 일과 그것을 결정하는 /proc의 한 줄, 그리고 이유가 나옵니다. 틀린 질문은 나중에 다른 PID 1이나 다른 셸로(있을 때) 많아야 두 번 더 나옵니다. 점수는 보이지 않습니다. q를 누르면 나갑니다.

    왜 예상부터 할까요? 물리학 강의에서 시연의 결과를 먼저 예상한 학생은 보기만 한 학생보다 더 잘 이해했고(Crouch, Fagen, Callan, Mazur, Am. J. Phys. 72, 2004, 835), 예상이 맞았든 틀렸든 결과를 올바르게 관찰하는 경우가 더 많았습니다(Miller, Lasry, Chu, Mazur, Phys. Rev. ST Phys. Educ. Res. 9, 2013, 020113). 컨테이너가 아니라 물리학 강의에서 나온 결과입니다.
help-quiz-arg-lab = 질문을 고를 실습. 없으면 이 컴퓨터에서 실행할 수 있는 모든 실습
help-quiz-arg-questions = 질문의 수
help-quiz-arg-score = 처음에 맞힌 수와 확신한 정도를 끝에 표시
help-quiz-arg-seed = 지난번과 같은 질문을 같은 순서로
help-quiz-arg-format = 사람에게 묻기 때문에 text만 됨
help-quiz-examples =
    모든 실습에서 다섯 문제
      pidlab quiz
    평가를 앞두고 몇 가지 실습을 통째로
      pidlab quiz entrypoint shell-form --questions 10
    내 예상은 얼마나 맞을까?
      pidlab quiz --questions 20 --score
    수업에서 모두 같은 질문으로
      pidlab quiz --seed 42 --lang ko

## tree

help-tree-about = 이 컴퓨터의 프로세스 트리를 네임스페이스별 PID와 함께 보기
help-tree-more = 좀비와 다른 PID 네임스페이스의 프로세스를 눈에 띄게 표시합니다. 특별한 권한은 필요 없습니다. 권한이 없어 커널이 보여 주지 않는 것은 ‘알 수 없음’으로 표시합니다.
help-tree-arg-pid = 이 프로세스와 그 아래만 보기
help-tree-arg-zombies = 좀비와 그 부모만 보기
help-tree-arg-ns = PID 네임스페이스별로 묶기
help-tree-arg-all = 커널 스레드까지 보기
help-tree-examples =
    이 컴퓨터의 좀비는 누구이고, 부모는 누구입니까?
      pidlab tree --zombies
    어떤 프로세스가 어느 컨테이너에 있습니까?
      pidlab tree --ns
    지금 쓰는 셸과 그 셸이 시작한 것을 봅니다
      pidlab tree --pid $$

## compare

help-compare-about = PID 1 프로그램 비교: 좀비, 시그널, 종료 상태, 비용
help-compare-more =
    프로그램마다 진짜 컨테이너의 PID 1 자리에 두고 같은 시험을 합니다. 고아 프로세스 1,000개, 호스트에서 보낸 시그널 다섯 가지, 서비스의 종료와 비정상 종료, 메모리와 깨어난 횟수를 봅니다. 모든 칸은 그 실행에서 측정한 값이며, 이유는 각주로 알려 줍니다.
help-compare-arg-init = init 이름 또는 따옴표로 묶은 명령. 없으면 설치된 init 전체
help-compare-arg-format = 텍스트, 프로그램이 읽을 JSON, 또는 Markdown
help-compare-examples =
    설치된 프로그램을 모두 비교합니다
      pidlab compare
    수업에서 쓰는 한 쌍: Docker의 --init이 더해 주는 것을 봅니다
      pidlab compare sleep tini
    직접 만든 진입점과 나란히 비교합니다
      pidlab compare tini 'bash -c "trap exit TERM; sleep infinity & wait"'
    보고서에 넣습니다
      pidlab compare --format markdown > inits.md

## claims

help-claims-about = 강의의 주장 확인: 맞음, 조건부로 맞음, 맞지 않음
help-claims-more =
    필요한 실습을 한 번씩 진행하고, 근거가 되는 단계의 확인이 이번 실행에서 모두 맞았을 때만 판정합니다. ID를 하나만 주면 그 확인을 모두 보여 주고, 직접 볼 수 있는 명령도 알려 줍니다. 맞지 않은 확인이 있으면 종료 코드가 1입니다. 여기서 진행할 수 없는 것이 있으면 77입니다.
help-claims-arg-claim = 주장의 ID(예: A21). 없으면 전체
help-claims-examples =
    모든 주장을 근거 한 줄과 함께 봅니다
      pidlab claims
    하나만 자세히: 죽은 컨테이너의 프로세스는 누가 회수합니까?
      pidlab claims A21
    판정만 프로그램으로 읽습니다
      pidlab claims --format json | jq -r '.claims[] | .id + " " + .verdict'

## try

help-try-about = 직접 만든 PID 1 시험: 무엇이, 몇 번째 줄에서 문제이고, 어떻게 고치는지
help-try-more =
    명령이나 스크립트를 진짜 컨테이너의 PID 1 자리에 두고 시험합니다. 시작한 뒤 PID 1이 무엇인지, SIGTERM에 어떻게 반응하고 `docker stop`이 얼마나 걸릴지, 좀비를 회수하는지, 서비스의 죽음이 드러나는지 봅니다. 셸 스크립트의 어느 줄이 문제이면 그 줄을 보여 주고, 가장 작은 수정을 같은 실행에서 시험해 나란히 보여 줍니다. 여러분의 파일에는 아무것도 쓰지 않습니다. 시험하는 프로그램이 쓰는 것은 메모리의 사본에 들어갑니다. 종료 코드 0: 시험했음(판정은 --format json에 있습니다), 2: 실행할 수 없는 스크립트, 77: 필요한 프로그램이 없음.
help-try-arg-shell = 대괄호가 없는 ENTRYPOINT(셸 형식): SHELL -c COMMAND. --entrypoint와 함께 쓰면 파일을 읽을 셸
help-try-arg-entrypoint = 시작 스크립트. 이때 COMMAND는 Dockerfile의 CMD처럼 스크립트의 인자
help-try-arg-command = 명령과 인자. ENTRYPOINT ["…"]와 같음
help-try-examples =
    시작 스크립트를 CMD가 줄 인자와 함께 시험합니다
      pidlab try --entrypoint ./entrypoint.sh -- nginx -g 'daemon off;'
    수업용: 이 컨테이너는 왜 멈추지 않을까요?
      pidlab try -- bash -c 'sleep 1000; true'
    대괄호가 없는 ENTRYPOINT를 Debian과 Alpine의 셸로 시험합니다
      pidlab try --shell dash -- python3 -m http.server
      pidlab try --shell busybox -- python3 -m http.server
    판정만 프로그램으로 읽습니다
      pidlab try --entrypoint ./entrypoint.sh --format json | jq -r .verdict

## shell

help-shell-about = 새 컨테이너에서 셸 열기
help-shell-more = docker run -d 다음에 docker exec -it를 실행한 것과 같습니다. 지정한 init이 PID 1 자리에 있고, 셸은 밖에서 들어갑니다(PPID: 0). 셸에서 나오면 컨테이너와 그 안의 프로세스가 모두 종료됩니다.
help-shell-examples =
    좀비를 직접 만들어 봅니다: bash -c "(bash -c 'sleep 9')" &
      pidlab shell
    좀비를 회수하는 init을 PID 1 자리에 둡니다
      pidlab shell --init reaper

## doctor

help-doctor-about = 이 컴퓨터에서 실습할 수 있는지, 안 되면 무엇을 해야 하는지 확인
help-doctor-more = 커널, 사용자 네임스페이스와 관련 설정, AppArmor, 커널 권한(capabilities), seccomp, /proc, 각종 제한, 설치된 init과 셸을 확인합니다. 아무것도 바꾸지 않습니다.
help-doctor-examples =
    수업 전에 컴퓨터마다 확인합니다
      pidlab doctor
    스크립트에서 씁니다(종료 상태 77: 실습할 수 없음)
      pidlab doctor --format json

## lint

help-lint-about = 실습 파일을 실행하지 않고 검사
help-lint-arg-files = 실습 파일
help-lint-examples =
    오류마다 파일, 줄, 칸을 알려 줍니다
      pidlab lint my-lab.toml
    폴더 전체를 검사합니다
      pidlab lint labs/*.toml

## schema

help-schema-about = 편집기에서 실습 파일을 자동 완성하고 확인할 JSON Schema 쓰기
help-schema-more = VS Code의 Even Better TOML처럼 taplo를 쓰는 편집기에서 동작합니다. 실습 파일의 첫 줄에 스키마를 적습니다. 설명은 --lang으로 고른 언어로 나옵니다.
help-schema-examples =
    실습 파일이 있는 폴더에 둡니다. 실습의 첫 줄: #:schema ./pidlab.schema.json
      pidlab schema > pidlab.schema.json
    설명을 영어로 씁니다
      pidlab schema --lang en > pidlab.schema.json

## init

help-init-about = 컨테이너의 init: 명령을 실행하고, 시그널을 전달하고, 고아를 회수
help-init-more =
    컨테이너의 PID 1로 만들어지지 않은 명령에 필요합니다.
    - 자신이 만들지 않은 자식을 wait()하지 않는 명령: 고아(orphan)가 좀비로 남아
      PID를 차지합니다(sleep, tail, python, node, java와 대부분의 서버).
    - SIGTERM 핸들러가 없는 명령: 커널이 시그널을 버리므로 `docker stop`이 10초를
      기다렸다가 강제로 끝냅니다.
    스스로 자식을 회수하고 SIGTERM을 처리하는 명령(nginx, Apache,
    PHP-FPM), `docker run --init`, 이미 회수하는 PID 1 아래에서는 필요 없습니다.
    시작 스크립트에 필요한 것은 이것이 아니라 `exec`입니다.
    실습에서는 reaper라는 이름으로 씁니다. tini, dumb-init, catatonit,
    docker-init, pause라는 이름(링크)으로 부르면 그 프로그램의 옵션을 받습니다.
help-init-arg-group = 명령의 프로세스 그룹 전체에 시그널 전달
help-init-arg-child = 명령에만 시그널 전달(기본)
help-init-arg-subreaper = PID 1이 아니어도 아래의 고아를 입양
help-init-arg-parent_death = 부모가 죽을 때 받을 시그널
help-init-arg-expect = 이 종료 상태를 정상(0)으로 바꿈(예: 143)
help-init-arg-rewrite = 시그널을 바꾸어 전달(예: TERM:QUIT). 0이면 버림
help-init-arg-grace = 명령이 끝나면 남은 프로세스에 SIGTERM을 보내고 기다릴 시간(2s, 500ms)
help-init-arg-pause = 명령 없이 SIGINT나 SIGTERM이 올 때까지 회수만 함
help-init-arg-reap = 회수하는 쪽: 커널(Linux 6.15부터) 또는 wait() 반복
help-init-arg-warn = 고아를 회수할 때마다 알림
help-init-arg-verbose = 하는 일을 설명. 두 번 주면 더 자세히
help-init-arg-version = 버전
help-init-arg-command = 실행할 명령과 인자
help-init-examples =
    이미지의 진입점으로 씁니다
      ENTRYPOINT ["pidlab", "init", "--", "my-server"]
    SIGQUIT로 정상 종료하는 서버, 나머지 프로세스에는 2초를 줍니다
      pidlab init -r TERM:QUIT --grace 2s -- nginx -g 'daemon off;'
    새 네임스페이스의 PID 1 자리에서 하는 일을 설명합니다
      unshare --user --map-root-user --pid --fork pidlab init -v -- sleep 1000

## completions

help-completions-about = 셸 자동 완성 스크립트 출력
help-completions-arg-shell = 셸 이름
help-completions-examples =
    bash
      pidlab completions bash > ~/.local/share/bash-completion/completions/pidlab
    zsh($fpath에 있는 폴더에 저장합니다)
      pidlab completions zsh > ~/.zfunc/_pidlab
    fish
      pidlab completions fish > ~/.config/fish/completions/pidlab.fish

## man

help-man-about = 매뉴얼 페이지 출력
help-man-arg-command = 명령 이름(없으면 pidlab 전체)
help-man-examples =
    바로 읽습니다
      pidlab man | man -l -
    한 명령의 것을 한국어로 읽습니다
      pidlab man run --lang ko | man -l -
    설치합니다
      pidlab man > ~/.local/share/man/man1/pidlab.1

## help

help-help-about = 명령의 도움말 보기
help-help-arg-command = 명령 이름(없으면 pidlab 전체)
help-help-examples =
    pidlab help run
