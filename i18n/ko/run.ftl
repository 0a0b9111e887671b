## 실행 화면의 첫 줄

run-on-host = 컨테이너 없이 호스트에서 실행
run-containers = 컨테이너 { $number }개, PID 1도 하나씩
run-privileged = 특권(privileged)
run-rootless = 루트리스(rootless)
run-seconds = 60초 → { $seconds }초
run-seconds-real = 강의 그대로 { $seconds }초
run-grace = 유예 10초 → { $seconds }초
run-grace-real = Docker 그대로 유예 { $seconds }초

## 단계

run-twin = Docker에서는:
run-before = 이전
run-after = 이후
run-nothing = (프로세스가 없습니다)
run-unstable = 읽는 동안 트리가 계속 바뀌었습니다. 마지막으로 본 모습입니다.
run-countdown = 길어야 { $seconds }초 남았습니다
run-countdown-skip = 길어야 { $seconds }초 남았습니다 · Enter 키를 누르면 바로 끝냅니다
run-late = 회수가 늦었습니다. { $seconds }초 동안 좀비로 남아 있었습니다.
run-limit-pid-max = 한도는 PID 네임스페이스의 pid_max로 정했습니다(Linux 6.14). PID는 { $number }보다 작습니다.
run-limit-cgroup = 이 커널에는 PID 네임스페이스마다 따로 두는 pid_max가 없으므로, `docker run --pids-limit`처럼 pids cgroup(pids.max)으로 한도를 정했습니다. 프로세스는 { $number }개보다 적습니다.
run-limit-processes = PID 네임스페이스마다 따로 두는 pid_max도, 나누어 쓸 수 있는 pids cgroup도 없으므로, 전용 사용자 네임스페이스의 RLIMIT_NPROC로 한도를 정했습니다. 프로세스는 { $number }개보다 적습니다.
real-plays = 설치된 진짜 서버를 실행했습니다: { $path }
real-missing = 진짜 서버가 아니라 대신할 스크립트를 실행했습니다. 설치되어 있지 않은 프로그램: { $programs }
real-unable = 진짜 서버가 아니라 대신할 스크립트를 실행했습니다. 설치되어 있지만 이런 컨테이너에서는 실행되지 않는 프로그램: { $path }
run-stuck = SIGKILL을 보내고 { $seconds }초가 지났지만 PID 1은 끝나지 않았습니다.
run-stopped = SIGTERM으로 충분했습니다. PID 1은 { $ms } ms 만에 끝났습니다.
run-grace-cut-short = Enter 키로 유예 시간을 줄였습니다. SIGKILL을 곧바로 보냈습니다.
run-stopped-killed = SIGTERM으로는 끝나지 않았습니다. { $ms } ms 뒤에 SIGKILL로 끝났습니다.
run-cut-short = 기다리지 않고 바로 끝냈습니다. SIGTERM을 보낸 프로세스: { $process } (PID { $pid })

column-process = 프로세스
column-pid = PID
column-ppid = PPID
column-state = 상태
column-host-pid = 호스트 PID
column-host-ppid = 호스트 PPID

## 프로세스에 대해 예상한 것. 이름은 실습 파일에 적힌 것입니다.

check-state = { $name }: { $value ->
    [zombie] 좀비입니다. 끝났지만 아무도 종료 상태를 회수하지 않았습니다
    [gone] 사라졌습니다. 끝났고 좀비로 남지도 않았습니다
    [stopped] 멈춰 있습니다
   *[other] 살아 있습니다
  }
check-dying = { $name }: 좀비도 아닌 채 아직 남아 있습니다
check-init-of = { $container } 컨테이너의 PID 1
check-parent-init = { $name }: 부모는 { $parent }입니다
check-parent = { $name }: 부모는 { $parent }입니다 (PID { $pid })
check-adopter = { $name }: PID 1 또는 서브리퍼가 입양했습니다
check-adopter-init = { $name }: PID 1({ $command })이 입양했습니다
check-adopter-subreaper = { $name }: { $command } 프로세스(PID { $pid })가 입양했습니다. 스스로 서브리퍼(subreaper)가 된 조상입니다. prctl(2) 참고
check-ended-status = { $name }: 종료 상태는 { $number }입니다
check-ended-signal = { $name }: { $value } 시그널로 끝났습니다
check-ended-itself = { $name }: 스스로 끝났습니다
check-was = { $name }: 앞서 { $value } 상태였습니다
check-memory = { $name }: 메모리를 차지하고 있습니다 (/proc/PID/status의 VmRSS)
check-memory-none = { $name }: 더는 메모리를 차지하지 않습니다 (/proc/PID/status에 VmRSS가 없습니다)
check-wchan = { $name }: 커널 안의 { $value }()에서 잠들어 있습니다
check-pid = { $name }: 안에서 본 PID는 { $number }입니다
check-ppid = { $name }: { $number ->
    [0] 부모가 네임스페이스 밖에 있습니다 (PPID 0)
   *[other] PPID는 { $number }입니다
  }
check-levels = { $name }: PID가 모두 { $number }개입니다. 네임스페이스마다 하나씩 있습니다
check-comm = { $name }: 실행 중인 프로그램은 { $value }입니다
check-same = { $name }: PID와 시작 시각이 앞에서 본 프로세스와 같습니다
check-rc = 입력한 명령의 종료 상태는 { $number }입니다
check-prints = 출력된 것: { $text }
check-prints-not = 이 단계에서 출력되지 않은 것: { $text }
seen-prints-not = 출력되지 않음: { $text }
check-killed = SIGKILL이 필요했습니다
check-killed-not = SIGKILL까지는 필요 없었습니다
check-refused = 커널이 거절했습니다: { $errno }
seen-started = 시작되었음
check-collected = 밖에 있는 shim이 회수한 것: { $names } (그 밖에는 없습니다)
check-collected-none = 밖에 있는 shim이 회수한 것은 없습니다
check-count = { $state ->
    [zombie] { $number ->
        [0] 좀비가 없습니다
       *[other] 좀비가 { $number }개입니다
      }
   *[other] { $state } 상태인 프로세스가 { $number }개입니다
  }
check-seen = 실제로 본 것: { $seen }
seen-state = { $name }: { $value ->
    [gone] 사라짐
   *[other] { $value }
  }
seen-process = { $name }: { $value ->
    [zombie] 좀비
    [stopped] 멈춤
   *[other] 살아 있음
  }, PID { $pid }, PPID { $ppid }
seen-no-status = { $name }: 종료 상태를 볼 수 없었습니다
seen-no-rc = 입력한 명령이 아직 끝나지 않았습니다

## 질문

step-prompt = Enter: 계속
ask-prompt = 예상하는 답의 번호(1~{ $number }):
ask-prompt-leave = 예상하는 답의 번호(1~{ $number }, 나가려면 q):
ask-sure = 얼마나 확신합니까? 1 추측, 2 어느 정도, 3 확신 (Enter: 답하지 않음):
ask-right = 예상이 맞았습니다: { $choice }
ask-wrong = 커널의 답: { $choice }
ask-surprise = 확신했는데 결과가 달랐습니다. 가장 많이 배우는 순간입니다. 이어서 읽어 보십시오.
ask-lucky = 추측이 맞았습니다. 아래의 이유를 알면 다음에는 추측하지 않아도 됩니다.
evidence-line = { $path } ({ $view ->
    [inside] 안에서
   *[host] 호스트에서
  }): { $line }
evidence-status = { $name }의 종료 상태(wait status, 호스트 PID { $pid }): { $end }

## 끝

verdict-as-expected = 예상대로입니다. { $zombies ->
    [0] 좀비가 남지 않았습니다.
   *[other] 끝나기 전에 좀비가 { $zombies }개 있었습니다.
  }
verdict-differs = 예상과 다릅니다. 위의 확인 결과에서 ✗ 표시가 있는 줄을 보십시오. 이 컴퓨터의 특별한 점은 `pidlab doctor` 명령으로 볼 수 있습니다.
verdict-observed = 관찰만 했습니다. pidlab이 모르는 프로그램이 PID 1이므로 정해진 예상이 없습니다. { $zombies ->
    [0] 좀비가 남지 않았습니다.
   *[other] 좀비가 { $zombies }개 남았습니다.
  }

## 실행 중의 오류

run-json-talks = { $option } 옵션은 사람에게 묻고 --format json 출력은 프로그램이 읽으므로 함께 쓸 수 없습니다
run-json-talks-hint = 둘 중 하나를 빼십시오: `pidlab run zombie --step`
run-init-exited = PID 1(`{ $command }`)이 끝나면서(종료 상태 { $number }) 컨테이너도 함께 끝났습니다
run-init-killed = PID 1(`{ $command }`)이 { $signal } 시그널로 끝나면서 컨테이너도 함께 끝났습니다
run-init-printed = { $ended }. 출력: { $printed }
run-init-ended-hint = 컨테이너는 PID 1이 살아 있는 동안만 유지됩니다. PID 1이 끝나면 커널이 그 PID 네임스페이스의 나머지 프로세스를 모두 죽입니다. 계속 실행되는 프로그램을 지정하십시오: `pidlab run zombie --init sleep`
run-too-late = { $step }단계를 시작하기 전에 { $name } 프로세스가 먼저 끝났습니다
run-too-late-meanwhile = { $step }단계를 마치기 전에 { $name } 프로세스가 스스로 끝났습니다
run-too-late-hint = 지금 이 컴퓨터에서는 시간이 너무 짧았습니다. 더 길게 지정하십시오: `--seconds { $seconds }`
run-not-ready = { $name }: { $seconds }초를 기다려도 PID 1이 준비되지 않았습니다
run-not-ready-hint = 컴퓨터가 매우 바쁜 것일 수 있습니다. `uptime` 명령으로 부하를 확인하고, 한가해지면 다시 해 보십시오
run-no-container = 실행 중인 컨테이너 가운데 그런 이름은 없습니다: { $name }
run-choices = { $step }단계: 다음 스냅숏에서 { $number ->
    [0] 맞는 선택지가 없습니다
   *[other] 맞는 선택지가 { $number }개입니다
  }
run-choices-hint = 질문마다 맞는 선택지는 하나여야 합니다. 선택지의 `when`을 고친 뒤 확인하십시오: `pidlab lint FILE`
run-fork-hint = 더는 프로세스를 만들 수 없습니다. 자신의 한도는 `ulimit -u`, 다른 한도는 `pidlab doctor` 명령으로 볼 수 있습니다. 프로세스를 줄이거나 한도를 올린 뒤 다시 해 보십시오.
shim-lost-hint = 컨테이너를 맡은 보조 프로세스가 죽었거나 응답하지 않았습니다. 보조 프로세스가 시작한 것도 모두 함께 끝났습니다. 다시 실행해 보고, 되풀이되면 확인하십시오: `pidlab doctor`

run-fixed = { $lab } 실습에는 --init으로 바꿀 PID 1이 없습니다. 그 프로그램들이 바로 실습의 내용입니다
run-fixed-hint = 그대로 실행하십시오: `pidlab run { $lab }`. 다른 프로그램을 보려면: `pidlab run zombie --init { $init }`

## 프로그램과 init

run-nesting = 이 실습은 컨테이너 안에서 사용자 네임스페이스를 만드는데, 이 컴퓨터에서는 허용되지 않습니다: { $call }: { $errno }
kernel-too-old = 이 실습에는 Linux { $needed } 이상이 필요합니다. 이 컴퓨터의 버전: { $found }
kernel-too-old-hint = 더 새로운 커널에서 실행하거나, 여기서는 다른 실습을 고르십시오: `pidlab list`
program-missing = 설치되어 있지 않습니다: { $name }
program-no-path-hint = 그런 파일이 없습니다: { $name }. 경로를 확인하십시오.
program-missing-hint = 설치하거나 PATH에 있는 폴더에 넣으십시오: { $name }
package-hint = 패키지를 설치하십시오: `sudo apt-get install { $package }`
program-not-executable = 실행할 수 없는 파일입니다: { $path }
program-no-program-hint = 프로그램이 아닙니다. 프로그램이나 init의 이름을 지정하십시오: `pidlab list`
program-not-executable-hint = 실행 권한을 주십시오: `chmod +x { $path }`
program-exec = execve({ $path }): { $errno }
program-exec-hint = 파일은 있지만 커널이 실행할 수 없습니다. 스크립트라면 첫 줄에 `#!/bin/sh`처럼 실제로 있는 인터프리터를 적어야 하고, 바이너리라면 아키텍처와 로더가 맞아야 합니다.

## 컨테이너 안의 셸

shell-welcome = 새 컨테이너입니다. { $mode }, PID 1: { $init }. `exit` 명령으로 나가면 그 안의 프로세스가 모두 끝납니다.
shell-no-terminal = 셸에는 터미널이 필요한데 표준 입력이 터미널이 아닙니다
shell-no-terminal-hint = 프롬프트에서 입력하십시오: `pidlab shell`. 실습은 터미널 없이도 실행됩니다: `pidlab run zombie`
shell-no-container = --init host는 컨테이너가 아니라 이 컴퓨터를 뜻합니다
shell-no-container-hint = 호스트의 셸은 이미 있습니다. 컨테이너를 쓰려면: `pidlab shell --init sleep`
run-left = { $of }단계 중 { $step }단계에서 판정 없이 끝냅니다. 시작한 것은 모두 끝났습니다.
