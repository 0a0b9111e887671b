## 실습 파일: 무엇이 잘못되었고, 무엇을 쓸 수 있는가

lab-faulty = 실행할 수 없는 실습 파일입니다: { $path }
lab-unknown = 이런 이름의 실습이 없습니다: { $name }
lab-unknown-hint = 실습 목록: { $known }. 파일은 경로로 지정합니다: pidlab run ./my.toml
lab-unknown-meant = { $meant } { $hint }
lab-unreadable = 파일을 읽을 수 없습니다: { $path }: { $errno }
lab-unreadable-hint = 내장된 실습은 pidlab list 명령으로 볼 수 있습니다.
lab-too-long = 1 MiB를 넘는 파일은 실습 파일이 아닙니다: { $path }
lab-not-utf8 = UTF-8 텍스트가 아닙니다: { $path }

fault-did-you-mean = 혹시 이것입니까: { $meant }
fault-allowed = 여기에 쓸 수 있는 것: { $allowed }
fault-known = 여기까지 나온 것: { $known }
fault-known-nothing = 여기까지 나온 것이 없습니다

fault-toml = TOML 문법에 맞지 않습니다: { $error }
fault-inline-table = 중괄호로 쓴 테이블은 한 줄에 있어야 합니다 (TOML 1.0)
fault-inline-comma = 닫는 중괄호 앞에는 쉼표를 쓸 수 없습니다 (TOML 1.0)
fault-unknown-key = 알 수 없는 키입니다: { $key }
fault-missing-key = 여기에 필요한 키가 없습니다: { $key }
fault-missing-language = 빠진 언어가 있습니다: { $language } (en과 ko를 모두 써야 합니다)
fault-placeholder-in-text = 글에는 자리표시자를 쓸 수 없고 type과 docker 줄에만 쓸 수 있습니다: { "{" }{ $name }{ "}" }
fault-control = 글에는 줄바꿈 말고는 제어 문자를 쓸 수 없습니다
fault-empty = 값이 비어 있으면 안 됩니다: { $key }
fault-type = { $key } 값의 형식이 다릅니다: 필요한 것은 { $wanted }, 여기 있는 것은 { $found }
fault-range = { $key } 값의 범위를 벗어났습니다: { $from }~{ $to }
fault-not-among = { $key } 값으로 쓸 수 없습니다: { $value }
fault-format = 이 pidlab에서 읽을 수 있는 형식이 아닙니다 (읽을 수 있는 형식: format = { $format })
fault-id = id로 쓸 수 없습니다: { $id } (영어 소문자로 시작하고 소문자, 숫자, -만 쓸 수 있습니다)
fault-kernel = Linux 버전이 아닙니다: { $value } (6.14처럼 씁니다)
fault-no-container = 실습에는 컨테이너가 하나 이상 있어야 합니다

fault-bad-name = 이름으로 쓸 수 없습니다: { $name } (영어 소문자로 시작하고 소문자, 숫자, _만 쓸 수 있습니다)
fault-reserved-name = 다른 뜻으로 예약된 이름입니다: { $name }
fault-name-of-container = 이미 컨테이너의 이름입니다: { $name }
fault-name-taken = 이미 다른 프로세스의 이름입니다: { $name }
fault-unknown-container = 이런 이름의 컨테이너가 없습니다: { $name }
fault-unknown-process = 여기까지 이런 이름의 프로세스가 나오지 않았습니다: { $name }
fault-met-in-circle = 서로가 서로의 자식으로 되어 있습니다. 적어도 하나는 앞에 나온 프로세스의 자식이어야 합니다
fault-unknown-placeholder = 무엇으로 바꿀지 알 수 없는 자리표시자입니다: { "{" }{ $name }{ "}" }
fault-no-shell = exec = ["bash"] 단계로 띄운 셸이 아닙니다: { $name }
fault-removed = 앞에서 이미 끝났거나 지운 컨테이너입니다: { $name }
fault-file = 컨테이너의 파일은 /run이나 /tmp 아래에만 둘 수 있습니다: { $path }
fault-real-init = 찾은 프로그램이 명령에 들어 있어야 합니다: { $program }
fault-container-as-process = 프로세스가 아니라 컨테이너입니다: { $name }
fault-write-init = 그 컨테이너의 PID 1은 따옴표 안에 씁니다: "{ $name }"

fault-verb = 한 단계에서는 정확히 한 가지 일만 합니다
fault-start-host = 호스트는 시작할 필요가 없으므로 이 단계를 빼십시오
fault-remove-host = 호스트는 지우거나 정지할 수 없습니다
fault-started-twice = 이미 시작한 컨테이너입니다: { $name }
fault-never-started = 시작한 적이 없는 컨테이너입니다: { $name }
fault-line = 입력할 명령은 제어 문자 없이 한 줄이어야 합니다
fault-signal-host-init = 실습에서는 실습이 띄운 프로세스에만 시그널을 보낼 수 있습니다
fault-other-container = { $name } 프로세스는 { $shell } 셸과 다른 컨테이너에 있어서 그 셸에서 보이지 않습니다
fault-not-forgotten = { $name }: 따로 시키지 않아도 회수됩니다. collect는 forget = true로 시작한 프로세스에만 씁니다
fault-stop-forgotten = { $name }: shim이 회수하지 않을 프로세스가 있으므로 stop을 쓸 수 없습니다. remove를 쓰십시오
fault-await-init = 컨테이너의 PID 1은 기다리지 않습니다. 컨테이너를 지우십시오
fault-rows = each에는 이름 하나와 그 값들을 씁니다: each = {"{"} sig = ["TERM", "INT"] {"}"}
fault-rows-action = 값마다 되풀이할 수 있는 것은 type 단계와 signal 단계뿐입니다
fault-ask-and-choices = ask와 choices는 함께 써야 합니다
fault-ask-without-reason = 질문에는 이유가 있어야 합니다. explain이나 because를 쓰십시오
fault-because-alone = because는 질문의 이유입니다. ask와 함께 써야 합니다
fault-one-choice = 질문에는 선택지가 둘 이상 있어야 합니다
fault-same-choice = 앞의 선택지와 조건이 같습니다. 맞는 선택지는 하나뿐이어야 합니다

fault-no-facts = 확인할 것이 없습니다. 프로세스 이름과 사실을 쓰십시오
fault-long-comm = 커널은 프로그램 이름을 15바이트까지만 보관합니다: { $name } (보이는 이름: { $kept })
fault-ended = status = 0…255, status = "any" 또는 signal = "이름" 가운데 하나만 쓰십시오
fault-condition = if에는 reaps = true|false, host = true|false, on = {"{"} TERM = "…" {"}"} 가운데 하나만 쓰십시오
fault-condition-on = on에는 TERM과 INT 가운데 하나만 쓰십시오
fault-killed-without-stop = killed는 컨테이너를 정지하는 stop 단계에서만 쓸 수 있습니다
fault-refused-without-exec = refused는 exec 단계에서만 쓸 수 있습니다
fault-count = 셀 수 없는 상태입니다: { $state } (셀 수 있는 상태: { $allowed })
fault-was-in-expect = was는 then, choices, lesson에만 쓸 수 있습니다. 기대하는 것은 지금의 상태입니다
fault-rc-without-line = rc에는 입력한 명령이 필요합니다. type 단계이거나 셸에서 보내는 signal 단계여야 합니다
fault-gone-with-facts = 사라진 프로세스에는 다른 사실이 있을 수 없습니다: { $name } (PID 1이나 exec으로 띄운 프로세스라면 ended는 쓸 수 있습니다)
fault-ended-not-zombie = ended는 좀비이거나, 사라진 PID 1 또는 exec으로 띄운 프로세스일 때만 읽을 수 있습니다. 그런 state가 필요합니다: { $name }
fault-removed-must-be-gone = 컨테이너를 이미 지웠으므로 state = "gone"만 가능합니다: { $name }
fault-same-as-itself = 자기 자신과는 언제나 같습니다: { $name } (state를 더하거나 다른 프로세스를 쓰십시오)
fault-contradiction = 목록의 앞 항목에서 기대하는 것과 모순됩니다: { $name }

type-string = 따옴표로 묶은 글
type-integer = 정수
type-number = 수
type-boolean = true 또는 false
type-date = 날짜
type-list = 목록
type-table = 테이블

## --init

lab-init-unknown = 이런 이름의 init도, 설치된 프로그램도 없습니다: { $name }
lab-init-unknown-hint = init 목록: { $known }. 프로그램 이름이라면({ $name }) 먼저 설치하십시오. 인자가 있는 명령은 따옴표로 묶어 지정합니다: --init 'sleep infinity'
lab-init-bad-command = 명령으로 읽을 수 없습니다: `{ $command }`

## lint

lint-ok = { $path }: 이상 없음, 실습 { $id }, 단계 { $steps }개
