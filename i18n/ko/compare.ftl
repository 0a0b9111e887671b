## pidlab compare: 화면

compare-head = PID 1 프로그램 비교 · Linux { $kernel } · { $mode }
compare-real = 모든 값은 이번 실행에서 진짜 컨테이너를 만들어 측정한 것입니다.
compare-progress = 측정 중 … { $done }/{ $all }
compare-orphans = 고아(orphan) 프로세스: { $number }개가 부모를 잃고 끝납니다. 그중 몇 개가 좀비로 남는지, PID 1이 얼마나 일하는지, 쉴 때 자원을 얼마나 쓰는지 보여 줍니다.
compare-signals = 호스트에서 보낸 시그널(docker stop, docker kill과 같음): PID 1이 끝나거나(종료), 자식이 받거나(전달), 아무 일도 일어나지 않습니다(없음). 숫자는 밀리초입니다.
compare-services = PID 1 뒤의 서비스(PID 1의 자식 또는 입양된 데몬): 서비스가 0, 7, SIGKILL로 끝났을 때 컨테이너의 종료 상태, 서비스가 비정상 종료하면 컨테이너도 끝나는지, PID 1이 다른 프로세스가 끝날 때까지 기다리는지 보여 줍니다.
compare-absent = 설치되지 않은 프로그램(패키지): { $list }

## 제목

compare-column-name = PID 1
compare-column-comm = COMM
compare-column-zombies = 좀비
compare-column-wakeups = 깨어난 횟수
compare-column-cpu = CPU ms
compare-column-memory = PSS KiB
compare-column-threads = 스레드
compare-column-exit-0 = 종료 0
compare-column-exit-7 = 종료 7
compare-column-killed = SIGKILL
compare-column-crash = 죽음 감지
compare-column-waits = 기다림

## 칸

compare-ends = 종료 { $ms }
compare-forwards = 전달 { $ms }
compare-turns = 변경 { $ms }
compare-nothing = 없음
compare-late = 늦음
compare-again = 다시 시작
compare-lives-on = 계속 실행
compare-yes = 예
compare-no = 아니요

## 각주

compare-note-zombies = PID 1이 wait()를 호출하지 않습니다. { $seconds }초 동안 하나도 회수하지 않았습니다. PID 1이 끝날 때까지 좀비마다 PID를 하나씩 차지합니다.
compare-note-late = 회수했지만 늦었습니다. 마지막 좀비는 { $seconds }초 뒤에 사라졌습니다.
compare-note-unfinished = 회수하지만 늦습니다. { $seconds }초 뒤에도 { $left }개가 좀비였습니다. 깨어난 횟수와 CPU 시간은 나머지에 대한 값입니다.
compare-note-fewer = 프로세스 수 제한 때문에 { $made }개만 만들 수 있었습니다.
compare-note-dropped = 커널이 버렸습니다. 핸들러가 없는 시그널은 PID 1에 전달되지 않습니다(pid_namespaces(7)). 보낸 뒤 대기 중(pending)인 시그널이 없었고, PID 1은 깨어나지도 않았습니다.
compare-note-ignored = PID 1이 무시하도록 설정한 시그널입니다. 보낸 뒤 대기 중(pending)인 시그널이 없었고, PID 1은 깨어나지도 않았습니다.
compare-note-kept = PID 1이 막아 두고(block) 꺼내지 않는 시그널입니다. 대기 중(pending)으로 남아 있습니다.
compare-note-taken = PID 1이 시그널을 받았지만(핸들러가 있거나 직접 꺼냄) { $seconds }초 동안 아무 일도 일어나지 않았습니다.
compare-note-deaf = { $seconds }초 동안 아무 일도 없었지만, 자식이 이 시그널을 무시하므로 전달되었는지는 알 수 없습니다.
compare-note-unclear = { $seconds }초 동안 아무 일도 없었습니다. PID 1이 쉬지 않고 실행 중이어서 더 확실한 증거는 없습니다.
compare-note-service-first = 먼저 서비스를 끝냅니다. 서비스가 받은 시그널: { $signal }
compare-note-turned = 자식은 다른 시그널({ $signal })을 받고, PID 1은 계속 실행됩니다.
compare-note-own-status = 서비스가 아니라 PID 1 자신의 종료 상태입니다.
compare-note-again = PID 1이 서비스를 다시 시작합니다. 밖에서는 아무 문제가 없어 보입니다.
compare-note-lives-on = { $seconds }초 동안 PID 1은 계속 실행되었습니다. 밖에서는 아무 문제가 없어 보입니다.
compare-note-without = PID 1은 계속 실행됩니다. 서비스를 다시 시작하거나, 서비스 없이 남습니다({ $seconds }초 동안 관찰).
compare-note-not-woken = PID 1은 계속 실행되었고, 깨어나지도 않았습니다. 핸들러가 없으면 커널이 SIGCHLD를 버립니다.
compare-note-killed = PID 1이 끝나면 나머지 프로세스는 커널이 강제로 끝냅니다.
compare-note-no-command = 시험용 명령으로 바꿀 서비스가 없습니다. `--` 뒤의 명령도 `sleep infinity`도 없습니다.
compare-note-not-run = 서비스 자리에 넣은 명령을 한 번도 실행하지 않았습니다.
compare-note-never-ends = SIGTERM을 보내도, 서비스가 끝나도 PID 1은 끝나지 않습니다.
compare-note-not-kept = 커널이 알려 주지 않거나, 지금 권한으로는 읽을 수 없습니다.

## 잘못된 사용법

compare-host = host는 이 컴퓨터를 가리키는 이름이며, 컨테이너의 PID 1이 아닙니다
compare-host-hint = 설치된 프로그램 전체: `pidlab compare`. 둘만 비교: `pidlab compare sleep tini`
