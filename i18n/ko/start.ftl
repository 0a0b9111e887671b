## 인자 없이 pidlab만 실행했을 때

start-title = pidlab: PID 1 실습대
start-what = 진짜 PID 네임스페이스 안에서 고아(orphan)와 좀비(zombie) 프로세스가 생기는 과정을 보여 주고, 그 결과를 커널에서 읽어 확인합니다.
start-first = 여기서 시작하십시오
start-doctor = 이 컴퓨터에서 실습할 수 있는지 확인
start-sleep = 고아가 좀비가 되어 남는 실습
start-reaper = 좀비를 회수하는 init으로 같은 실습
start-next =
    모든 실습: `pidlab list`
    모든 명령: `pidlab --help`
    English:   `pidlab --lang en`
