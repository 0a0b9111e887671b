## show

show-init = PID 1: { $init }
show-on-host = 호스트에서 그대로 실행하며, --init INIT 옵션을 주면 컨테이너에서 실행합니다
show-seconds = sleep 시간: 여기서는 { $seconds }초, 강의에서는 60초 (--realtime)
show-needs = 필요한 프로그램: { $programs }
show-kernel = 필요한 커널: Linux { $version } 이상
show-sources = 읽을거리: { $sources }
show-run = 실행: { $command }
show-start = 컨테이너 시작: { $container } ({ $init })
show-real = 설치되어 있고 컨테이너에서 실행되면 진짜로 합니다({ $programs }): { $command }
show-remove = 컨테이너 제거: { $container }
show-stop = 컨테이너 정지: { $container } (PID 1에 SIGTERM, { $grace }초 뒤 SIGKILL, --grace)
show-exec-host = 이 컴퓨터에서 실행: { $command }
show-exec = { $container } 컨테이너에서 실행: { $command }
show-signal = 호스트에서 { $process } 프로세스에 SIG{ $signal } 보내기
show-collect = shim이 회수하게 함: { $process }
show-await-exit = { $process } 프로세스가 끝날 때까지 기다리기
show-await-zombie = { $process } 프로세스가 좀비가 될 때까지 기다리기
show-await-gone = { $process } 프로세스가 사라질 때까지 기다리기
show-docker = docker
show-pid-of = { $process }의 PID
