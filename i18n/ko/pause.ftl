## 멈췄을 때 쓰는 키

keys-run = { $enter } · b: 뒤로 · t: 트리 · s: 셸 · q: 끝 · ?: 도움말
keys-replay = { $enter } · b: 뒤로 · t: 트리 · q: 끝 · ?: 도움말
keys-short = { $enter } · ?: 키
keys-enter-end = Enter: 끝
keys-unknown = 그런 키는 없습니다. { $keys }
keys-back = 되돌아보기: { $of }단계 중 { $step }단계. Enter 키를 누르면 다시 앞으로 갑니다.
keys-here = 지금 단계로 돌아왔습니다: { $of }단계 중 { $step }단계.
keys-first = 이보다 앞선 단계는 없습니다.
keys-no-tree = 아직 기록된 트리가 없습니다.
keys-recorded = 기록을 다시 보는 중이라 들어갈 수 있는 컨테이너가 없습니다. 직접 해 볼 컨테이너는 이렇게 엽니다: `pidlab shell`
keys-on-host = 이 실습은 컨테이너 없이 호스트에서 진행됩니다. 다른 터미널에서 살펴보십시오: `pidlab tree`
keys-no-terminal = 셸을 열려면 표준 입력이 터미널이고 pidlab이 포그라운드에 있어야 합니다.
keys-no-container = 지금 살아 있는 컨테이너가 없습니다.
keys-inside = 컨테이너 안으로 들어갑니다: { $container }. `exit` 명령으로 실습에 돌아옵니다.
keys-which = 어느 컨테이너에 들어갈까요? { $names }. 첫 번째라면: `s { $first }`

## 키마다 하는 일. 키를 먼저 쓰고 두 칸을 띄웁니다.

keys-help-on = Enter  계속합니다. 되돌아보는 중이라면 다시 앞으로 갑니다
keys-help-end = Enter  끝냅니다. 되돌아보는 중이라면 다시 앞으로 갑니다
keys-help-back = b      바로 앞 단계를 다시 봅니다. 또 누르면 그 앞 단계로 갑니다
keys-help-tree = t      지금의 트리를 봅니다
keys-help-tree-recorded = t      트리를 다시 봅니다
keys-help-shell = s      컨테이너 안에서 셸을 엽니다. 컨테이너가 여럿이면 `s NAME`. `exit` 명령으로 나오면 그사이 무엇이 바뀌었는지 알려 줍니다
keys-help-leave = q      그만둡니다. 시작한 것은 모두 끝납니다

## 안에 다녀왔을 때

visit-changed = 안에 있는 동안 바뀐 것입니다.
visit-nothing = 안에 있는 동안 바뀐 것은 없습니다.
visit-born = { $process } (PID { $pid }): 새로 생겼습니다
visit-born-zombie = { $process } (PID { $pid }): 새로 생겼다가 이미 좀비가 되었습니다. 아무도 종료 상태를 회수하지 않았습니다
visit-zombie = { $process } (PID { $pid }): 좀비가 되었습니다. 끝났지만 아무도 종료 상태를 회수하지 않았습니다
visit-reaped = { $process } (PID { $pid }): 좀비가 사라졌습니다. 종료 상태가 회수되었습니다
visit-gone = { $process } (PID { $pid }): 사라졌습니다. 끝났고 종료 상태도 회수되었습니다
visit-reparented = { $process } (PID { $pid }): 부모가 바뀌었습니다. PPID { $from } → { $to }
visit-execed = { $process } (PID { $pid }): 다른 프로그램을 실행합니다. 이전 프로그램: { $from }
visit-more = 그 밖에 { $number }개 더
visit-failed = 셸을 열 수 없습니다: { $why }
visit-missing = 실습에 필요한 프로세스의 상태가 달라졌습니다: { $names }. 이대로 계속하면 커널에 대해 아무것도 말할 수 없습니다.
visit-doubt = 예상했지만 보이지 않았습니다: { $what }. 그 전에 안에 다녀온 사람이 있으므로 커널에 대한 판정은 아닙니다.
visit-no-choice = 맞는 선택지 하나
