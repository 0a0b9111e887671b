## 프로세스의 상태와 끝난 방식

state-running = 실행 중
state-sleeping = 대기
state-disk-sleep = 디스크 대기
state-stopped = 멈춤
state-traced = 추적 중
state-zombie = 좀비
state-gone = 사라짐
state-ended = { $state }, { $end }
ended-status = exit { $status }
ended-signal = { $signal }
