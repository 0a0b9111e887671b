## The keys of lab files, for editors

schema-title = pidlab 실습
schema-about = 커널이 연기하는 무대의 대본입니다. 스키마로 다 확인하지 못하는 것은 `pidlab lint`로 확인합니다.

schema-lab-format = 형식의 버전. `1`
schema-lab-id = 실습의 이름. 영문 소문자로 시작하고, 소문자와 숫자, `-`만 씀
schema-lab-title = 무엇을 보여 주는지 한 줄로
schema-lab-story = 왜 해 보는지 두세 문장으로
schema-lab-claims = 이 실습에서 확인하는 주장의 ID. claims.toml에 있는 것: `["A22"]`
schema-lab-needs = 설치되어 있어야 하는 프로그램. 하나라도 없으면 무엇을 설치해야 하는지 알리고 끝남(종료 코드 77)
schema-lab-kernel = 필요한 가장 낮은 Linux 버전, `"6.14"`. 그보다 오래된 커널에서는 할 수 없음(종료 코드 77)
schema-lab-seconds = 강의의 `sleep 60` 대신 잠드는 시간(초), 0.1에서 3600까지. 생략하면 2
schema-lab-grace = `stop`이 강제로 끝내기 전에 기다리는 시간(초). Docker는 10초. 생략하면 2
schema-lab-sources = 읽을거리: `["pid_namespaces(7)"]`
schema-lab-files = 모든 컨테이너 안에 있는 파일. 쓰는 법은 컨테이너의 `files`와 같음
schema-lab-containers = 컨테이너마다 표 하나: `[containers.NAME]`
schema-lab-step = 단계. 하나마다 `[[step]]`
schema-lab-lesson = 기억해 둘 문장. 하나마다 `[[lesson]]`

schema-container-init = 컨테이너의 PID 1. inits.toml에 있는 이름, 명령(`"sleep 1000"`), 또는 컨테이너 없이 이 컴퓨터에서 하는 `"host"`
schema-container-fixed = `true`이면 실습의 주제가 이 프로그램이라는 뜻이며, `--init`으로 바뀌지 않음
schema-container-real = `init`이 대신하는 진짜 프로그램. 설치되어 있고 이런 컨테이너에서 같은 이름의 워커와 함께 실행되면 그것으로 함. 어느 쪽인지는 실행 중에 알림
schema-container-files = 컨테이너 안에만 있는 파일. `/run`이나 `/tmp` 아래에 둠: `{"{"} "/run/start.sh" = "…" {"}"}`. `#!`로 시작하면 실행할 수 있음
schema-container-pids = PID는 이 수보다 작음. 301 이상. 이 컨테이너만의 한도이며, 어떤 방법으로 제한했는지 실행 중에 알림
schema-container-nests = `true`이면 단계에서 이 컨테이너 안에 사용자 네임스페이스를 만듦. 거부되는 컴퓨터에서는 시작하기 전에 끝남(종료 상태 77)

schema-real-programs = 프로그램 이름. 앞에 있는 것부터 시도함: `["httpd", "apache2"]`. `sbin` 폴더에서도 찾음
schema-real-init = 프로그램을 시작하는 명령. 그 안의 `{"{"}program{"}"}`이 찾은 파일로 바뀜
schema-real-files = 진짜로 할 때만 컨테이너 안에 있는 파일. 컨테이너의 `files`를 대신함

schema-step-title = 무슨 일을 하는지 짧게
schema-step-do = 할 일. 동사 하나와 그에 딸린 키
schema-step-each = `type`이나 `signal` 단계를 값마다 한 번씩 하고 표의 한 줄로 보여 줌: `each = {"{"} sig = ["TERM", "INT"] {"}"}`. 줄에 있는 `{"{"}sig{"}"}` 자리에 값이 들어가거나, 값이 그대로 시그널이 됨
schema-step-docker = Docker로 같은 일을 하는 명령
schema-step-say = 하기 전에 하는 말
schema-step-ask = 하기 전에 `--ask`로 던지는 질문. `choices`가 필요함
schema-step-choices = 답. 둘 이상이며, 나중에 맞는 답은 하나뿐이어야 함
schema-step-because = 커널의 답 다음에 말하는 이유. 질문에는 이것이, 또는 이유를 말하는 `explain`이 필요함
schema-step-meet = 나타나면 이름을 붙일 프로세스
schema-step-expect = 하고 나서 보여야 하는 것. 하나라도 ✗이면 종료 코드는 1
schema-step-then = 하고 나서 본 것에 따라 하는 말
schema-step-explain = 시스템 콜과 이유. `--explain`으로 봄

schema-do-start = 컨테이너를 시작함. `docker run -d`처럼 네임스페이스와 PID 1을 만듦
schema-do-remove = `docker rm -f`처럼 컨테이너의 PID 1에 SIGKILL을 보냄. 안에 있던 것이 모두 사라짐
schema-do-stop = `docker stop`처럼 컨테이너의 PID 1에 SIGTERM을 보내고, 유예 시간이 지나면 SIGKILL을 보냄. 걸린 시간을 밀리초로 알림
schema-do-exec = `docker exec`처럼 밖에서 프로그램을 시작함. 아직 시작하지 않은 컨테이너는 먼저 시작함
schema-do-type = `exec = ["bash"]`로 시작한 bash에 한 줄을 입력함
schema-do-signal = 그 셸에 `kill`을 입력함. `from = "host"`이면 밖에서 보냄
schema-do-await = 프로세스가 끝날 때까지 기다림. `exit`, 더 정확히는 `zombie`나 `gone`
schema-do-collect = `forget = true`를 준 `exec`으로 시작한 프로세스를 shim이 회수하게 함
schema-do-in = 어느 컨테이너에서
schema-do-as = 프로세스에 붙일 이름
schema-do-forget = `true`이면 끝나도 `collect`할 때까지 shim이 회수하지 않음
schema-do-into = 어느 셸에. `exec = ["bash"]`에 붙인 이름
schema-do-to = 어느 프로세스에
schema-do-from = 누가 보내는지. 셸의 이름이나 `host`
schema-do-until = 무엇을 기다리는지

schema-meet-comm = 커널이 아는 프로그램 이름. `/proc/PID/comm`에 있으며, 길어야 15바이트
schema-meet-child_of = 부모의 이름

schema-facts-state = `"running"`, `"sleeping"`(살아 있고 멈추지 않음), `"stopped"`, `"zombie"`, `"gone"`. 여럿을 나열하면 앞에 있는 것이 우선
schema-facts-parent = 프로세스의 이름, 또는 여기서 고아를 입양하는 PID 1이나 서브리퍼를 뜻하는 `"adopter"`
schema-facts-comm = 커널이 아는 프로그램 이름
schema-facts-pid = 안에서 보는 PID
schema-facts-ppid = 안에서 보는 부모의 PID. 0이면 부모가 밖에 있음
schema-facts-levels = PID의 개수. 이 프로세스가 보이는 네임스페이스마다 하나
schema-facts-same_as = 그 이름의 바로 그 프로세스(PID와 시작 시각이 같음). 다른 프로세스로 바뀌지 않았음
schema-facts-ended = 어떻게 끝났는지. `{"{"} status = 7 {"}"}`, `{"{"} status = "any" {"}"}`, `{"{"} signal = "KILL" {"}"}`. 좀비에, 그리고 사라진 것 중에서는 PID 1과 `exec`으로 시작한 프로세스에 씀
schema-facts-memory = 자기 메모리가 있는지, 곧 `/proc/PID/status`에 `VmRSS` 줄이 있는지. 좀비에는 없음
schema-facts-wchan = 커널의 어느 함수에서 잠들어 있는지. `/proc/PID/wchan`에 나오는 이름이며, 커널이 알려 주지 않으면 확인하지 않음
schema-facts-was = 앞 단계 뒤의 상태. `when`에서만 씀

schema-expect-if = 이 조건이 맞을 때만 확인함. inits.toml에 따른 PID 1의 성질 `{"{"} reaps = true {"}"}`와 `{"{"} reaps = false {"}"}`, 컨테이너인지 호스트인지 `{"{"} host = true {"}"}`와 `{"{"} host = false {"}"}`, 시그널의 결과 `{"{"} on = {"{"} TERM = "ends" {"}"} {"}"}`(`forwards`, `nothing`, 그리고 `INT`도 됨). 컨테이너가 여럿이면 첫 컨테이너를 두고 하는 말
schema-expect-rc = 이 단계에서 입력한 줄의 종료 상태
schema-expect-prints = 이 단계 동안 누군가가 이 글이 든 줄을 출력했음
schema-expect-prints_not = 그런 줄은 없었음. 출력할 수 있던 프로세스가 사라진 뒤라야 확실함
schema-expect-killed = `stop` 단계: SIGKILL까지 필요했는지
schema-expect-refused = `exec` 단계: 커널이 이 errno로 시작을 거부했음, `"ENOMEM"`
schema-expect-collected = 밖에 있는 shim이 지금까지 종료 상태를 받은 프로세스. 이들뿐이어야 함: `["ubuntu.init", "shell"]`
schema-expect-count = 실습의 프로세스 가운데 그 상태인 것이 몇 개인지: `{"{"} zombie = 3 {"}"}`

schema-choice-en = 영어로 쓴 글
schema-choice-ko = 한국어로 쓴 글
schema-choice-when = `{"{"} NAME = {"{"} … {"}"}, … {"}"}`. `then`과 `[[lesson]]`에 이것이 없으면 언제나 말함
