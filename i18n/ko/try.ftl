## pidlab try: 화면

try-head = 직접 만든 PID 1 시험 · Linux { $kernel } · { $mode }
try-progress = 시험 중 … { $done }/{ $all }
try-after-start = 시작한 뒤의 모습
try-line = 명령줄

## PID 1은 무엇인가

try-shell-with-child = PID 1은 셸({ $init })입니다. 서비스({ $service })는 그 자식입니다(PID: { $pid }).
try-shell-alone = PID 1은 셸({ $init })이고, 자식이 없습니다.
try-shell-pauses = PID 1은 시간만 보내는 셸({ $init })입니다. 실행 중인 서비스가 없어, 서비스의 죽음과 시그널은 시험할 수 없습니다.
try-init = PID 1은 init({ $init })입니다. 서비스({ $service })는 그 자식입니다(PID: { $pid }).
try-keeper = PID 1은 컨테이너를 띄워 두기만 하는 프로그램({ $init })입니다. 서비스({ $service })는 그 옆에서 실행됩니다(PID: { $pid }).
try-service = PID 1은 프로그램({ $init }) 자신입니다. 사이에 셸이 없습니다.

## docker stop

try-stops = SIGTERM을 받으면 { $ms } ms 만에 끝납니다(종료 상태 { $status }). `docker stop`도 그 정도 걸립니다.
try-deaf = SIGTERM을 보내도 아무 일도 일어나지 않습니다. `docker stop`은 { $seconds }초를 기다린 뒤 강제로 끝냅니다(종료 상태 { $status }).
try-too-late = SIGTERM을 보내고 { $seconds }초를 기다려도 끝나지 않습니다. `docker stop`은 그때 강제로 끝냅니다(종료 상태 { $status }).
try-proof-dropped = /proc/1/status: SigCgt { $caught } 값에 SIGTERM 비트({ $bit })가 없습니다. 보낸 뒤 대기 중(pending)인 시그널이 없었고 PID 1은 깨어나지도 않았습니다. 커널이 버렸습니다.
try-proof-ignored = /proc/1/status: SIGTERM이 SigIgn에 있습니다. 보낸 뒤 대기 중(pending)인 시그널이 없었고 PID 1은 깨어나지도 않았습니다.
try-proof-caught = /proc/1/status: SigCgt { $caught } 값에 SIGTERM 비트({ $bit })가 있습니다. 핸들러는 있지만 PID 1을 끝내지 못했습니다.
try-proof-trap = /proc/1/status: SigCgt { $caught } 값에 SIGTERM 비트({ $bit })가 있습니다. trap은 있지만, 셸은 기다리던 명령이 끝나야 trap을 실행합니다.
try-told = 서비스({ $service })도 { $ms } ms 만에 SIGTERM을 받습니다.
try-told-otherwise = 서비스({ $service })는 { $ms } ms 만에 다른 시그널을 받습니다: { $signal }
try-untold = 서비스({ $service })에는 아무 시그널도 전달되지 않습니다.
try-killed = 서비스({ $service })에는 전달되지 않습니다. PID 1이 끝나면 커널이 나머지를 SIGKILL로 죽입니다.
try-proof-told = SIGSTOP으로 멈춰 둔 서비스의 /proc/PID/status에 SIGTERM이 대기 중(pending)이었습니다.
try-proof-untold = SIGSTOP으로 멈춰 둔 서비스의 /proc/PID/status에 대기 중(pending)인 시그널이 없었습니다.

## 고아

try-reaps = 고아(orphan) 프로세스를 회수합니다. { $made }개를 만들었고, 하나도 남지 않았습니다.
try-zombies = 고아(orphan) 프로세스가 좀비로 남습니다: { $made }개 중 { $zombies }개. PID 1이 자신이 시작하지 않은 프로세스를 wait()하지 않습니다.
try-proof-zombies = State: Z 상태로, { $seconds }초 동안 하나도 회수되지 않았습니다. 고아를 남기는 것(헬스 체크, `docker exec`, fork하는 서비스)이 있을 때 문제가 됩니다.

## 서비스의 죽음

try-falls-itself = PID 1이 곧 서비스({ $victim })이므로 죽으면 컨테이너도 끝납니다. SIGKILL로 죽이니 종료 상태가 { $status }입니다.
try-falls = 서비스({ $victim }, PID { $pid })를 죽였더니 { $ms } ms 뒤에 컨테이너도 끝났습니다(종료 상태 { $status }).
try-falls-well = 서비스({ $victim }, PID { $pid })를 죽였더니 { $ms } ms 뒤에 컨테이너도 끝났습니다. 그런데 종료 상태가 { $status }이라 아무 문제 없는 것처럼 보입니다.
try-again = 서비스({ $victim }, PID { $pid })를 죽였더니 PID 1이 다시 시작했습니다.
try-hidden = 서비스({ $victim }, PID { $pid })를 죽였는데, { $seconds }초가 지나도 컨테이너는 서비스 없이 "Up" 상태입니다.
try-proof-corpse = 죽은 서비스(PID: { $pid })는 좀비로 남아 있습니다.

## 결론

try-fit = PID 1로 써도 됩니다.
try-mostly = PID 1로 써도 되지만 한 가지를 알아 두십시오: { $what }.
try-unfit = PID 1로 쓰기에 알맞지 않습니다: { $what }.
try-unfit-twice = PID 1로 쓰기에 알맞지 않습니다: { $what }. 또한 { $more }.
try-problem-deaf = `docker stop`이 강제로 끝내야 합니다
try-problem-killed = 서비스가 아무 통보 없이 죽습니다
try-problem-hidden = 서비스가 죽어도 알 수 없습니다
try-problem-status = 종료 상태에 실패가 드러나지 않습니다
try-problem-slow = 늦게 끝납니다
try-problem-zombies = 고아가 좀비로 남습니다

## 원인

try-cause = 원인
try-cause-likely = 원인으로 보이는 곳
try-cause-no-exec = exec이 없어 셸이 PID 1로 남아 기다리기만 하고, 시그널을 전달하지 않습니다
try-cause-trap = 셸이 이 명령이 끝나기를 기다리는 동안에는 trap이 실행되지 않습니다
try-cause-keeper = 컨테이너를 유지하는 것이 서비스가 아니라 이 명령입니다
try-cause-daemon = 컨테이너를 유지하는 것이 이 명령이고, 서비스는 그 뒤의 데몬입니다
try-cause-endless = 컨테이너를 유지하는 것이 서비스가 아니라 이 무한 루프입니다
try-cause-no-trap = 셸이 여기서 기다리지만 trap이 없어, SIGTERM이 셸에도 서비스에도 닿지 않습니다
try-cause-forgets = trap이 셸만 끝내고 서비스에는 알리지 않아, 커널이 서비스를 죽입니다

## 해결

try-fix = 효과가 있었던 가장 작은 수정(이번 실행에서 시험함)
try-no-fix = 시험해 본 수정 가운데 나아진 것이 없습니다
try-fix-exec = `exec`을 붙이면 서비스가 셸의 자리와 PID를 그대로 물려받습니다.
try-fix-exec-form = 대괄호를 쓰는 exec 형식입니다. 사이에 셸이 없습니다.
try-fix-exec-service = 컨테이너를 유지하던 명령 대신 서비스 자신이 PID 1이 됩니다.
try-fix-foreground = 서비스 자신이 포그라운드에서 PID 1이 됩니다.
try-fix-trap = trap으로 SIGTERM을 전달하고 서비스를 기다립니다. 서비스의 종료 상태가 컨테이너의 종료 상태가 됩니다.
try-fix-init = 앞에 init을 둡니다: `docker run --init`, compose 파일의 `init: true`, 또는 ENTRYPOINT의 tini. 여기서는 `pidlab init`으로 시험했습니다.
try-fix-both = 두 가지를 함께: 이렇게 고치고 앞에 init을 둡니다(`docker run --init`). 이 서비스는 자신이 PID 1이면 SIGTERM에 반응하지 않지만, init의 자식이면 문제가 없습니다.
try-column-change = 수정
try-column-told = 전달
try-column-zombies = 좀비
try-column-fall = 서비스를 죽이면
try-row-own = 그대로
try-row-exec = exec 추가
try-row-exec-form = exec 형식
try-row-exec-service = 서비스를 exec
try-row-trap = trap과 wait
try-row-init = 앞에 init
try-row-both = 둘 다
try-cell-killed = { $seconds }초, { $status }
try-cell-ends = 종료, { $status }
try-cell-again = 다시 시작
try-cell-up = "Up" 그대로
try-change-refused = 여기서는 시험할 수 없었습니다({ $change }): { $why }
try-change-ended = 여기서는 시험할 수 없었습니다({ $change }): 곧바로 끝났습니다(종료 상태 { $status }).
try-see = 이유를 직접 보려면: `pidlab run { $lab }`

## 스스로 끝났을 때

try-ended = 약 { $ms } ms 만에 스스로 끝났습니다(종료 상태 { $status }). 컨테이너도 함께 끝납니다.
try-ended-why = 컨테이너는 PID 1이 살아 있는 동안만 유지됩니다. 정지할 것도, 뒤에 남을 것도 없습니다.
try-ended-not-found = 127: 명령을 찾지 못했습니다. 여러분의 이미지에는 있을 수 있지만 여기에는 설치되어 있지 않습니다.
try-ended-carriage-return = 127이고, 줄 끝에 Windows식 캐리지 리턴(\r)이 있습니다. 셸이 이것을 이름의 일부로 읽습니다. 지우십시오: `sed -i 's/\r$//' FILE`
try-ended-not-executable = 126: 명령을 찾았지만 실행할 수 없었습니다.
try-ended-well = 0: 할 일을 마치고 끝났습니다. 백그라운드로 들어가는 서비스가 이렇게 됩니다. `docker ps -a`에는 Exited (0)로 나옵니다.
try-ended-read-only = 파일 시스템에 쓰지 못했습니다. 이 컨테이너에서는 읽기 전용이지만 여러분의 컨테이너에서는 그렇지 않으므로, 이 결과로는 여러분의 컨테이너에 대해 아무것도 알 수 없습니다.
try-goes-on = 아직 준비가 끝나지 않았습니다. 시험하는 동안에도 다른 일로 넘어갔습니다. 아래는 그때까지의 상태이며 최종 판정이 아닙니다.
try-ended-foreground = 포그라운드로 실행하려면: `{ $command }`
try-nothing = 아무것도 알아내지 못했습니다

## 파일

try-no-file-hint = Dockerfile의 ENTRYPOINT에 적은 스크립트를 지정하십시오: `pidlab try --entrypoint ./entrypoint.sh`
try-no-script = 파일이 아닙니다: { $path }
try-not-executable-hint = Docker에서는 "permission denied"라고 나옵니다. 빌드하기 전에 실행 권한을 주거나(`chmod +x { $path }`) Dockerfile에 RUN chmod +x 줄을 넣으십시오. 그대로 시험하려면: `pidlab try --shell bash --entrypoint { $path }`
try-carriage-return-hint = 줄 끝에 Windows식 캐리지 리턴이 있어, 커널이 이름이 { $interpreter }\r 인 프로그램을 찾습니다. Docker에서는 "no such file or directory"라고 나옵니다. 지우십시오: `sed -i 's/\r$//' { $path }`
try-no-interpreter-hint = 첫 줄에 적은 인터프리터가 여기에 없습니다: { $interpreter }. 이미지에도 없으면 Docker에서는 "no such file or directory"라고 나옵니다. Alpine에는 bash가 없고 `#!/bin/sh`만 있습니다. 다른 셸로 시험하려면: `pidlab try --shell dash --entrypoint { $path }`
try-byte-order-mark-hint = `#!` 앞에 보이지 않는 바이트(BOM)가 있습니다. Docker에서는 "exec format error"라고 나옵니다. 지우십시오: `sed -i '1s/^\xef\xbb\xbf//' { $path }`
try-no-first-line-hint = 첫 줄에 인터프리터가 없습니다. Docker에서는 "exec format error"라고 나옵니다. 추가하십시오: `sed -i '1i #!/bin/sh' { $path }`. 그대로 시험하려면: `pidlab try --shell bash --entrypoint { $path }`
try-empty-hint = 빈 파일입니다. Docker에서는 "exec format error"라고 나옵니다. 맞는 파일인지 확인하십시오: `ls -l { $path }`
