## 컨테이너를 시작하지 못했을 때의 오류와 도움말

doctor-refused = 이 컴퓨터에서는 컨테이너를 만들 수 없습니다: { $call }: { $errno }
doctor-hint-none = { $why }. 확인한 내용은 `pidlab doctor`로 볼 수 있습니다.
doctor-hint-one = { $why }. `{ $first }` 명령을 실행하십시오. 자세한 내용은 `pidlab doctor`로 볼 수 있습니다.
doctor-hint-two = { $why }. `{ $first }` 명령이나 `{ $second }` 명령을 실행하십시오. 자세한 내용은 `pidlab doctor`로 볼 수 있습니다.
doctor-helper-silent = 보조 프로세스(pidlab-probe)가 응답 없이 끝났습니다

## 거부된 까닭: 마침표 없는 문장

doctor-where-here = {""}
doctor-where-host = . 이 컨테이너의 호스트에서 바꿔야 합니다
doctor-why-user-limit = 사용자 네임스페이스(user namespace)가 꺼져 있습니다({ $sysctl } = 0){ $where }
doctor-why-other-limit = 필요한 네임스페이스 한 종류를 만들 수 없게 되어 있습니다({ $sysctl } = 0){ $where }
doctor-why-limit-reached = 네임스페이스 수가 제한에 이르렀습니다(제한: { $sysctl }){ $where }
doctor-why-too-deep = 여기나 바깥쪽 네임스페이스에서 네임스페이스 수가 제한에 이르렀거나, 32단계보다 깊이 중첩되었습니다. 어떤 네임스페이스가 있는지 살펴보아야 합니다
doctor-why-userns-clone = root만 사용자 네임스페이스(user namespace)를 만들 수 있게 되어 있습니다({ $sysctl } = 0){ $where }
doctor-why-apparmor-switch = 자기 프로파일이 없는 프로그램은 사용자 네임스페이스를 쓸 수 없도록 AppArmor가 막고 있습니다({ $sysctl } = 1){ $where }
doctor-why-seccomp = 이 컨테이너({ $engine })의 seccomp 필터가 네임스페이스를 막고 있으므로, 컨테이너를 다른 옵션으로 시작해야 합니다
doctor-why-seccomp-elsewhere = seccomp 필터가 네임스페이스를 막고 있습니다. 이 셸을 시작한 쪽(서비스, 샌드박스)이 건 필터이므로, 다음 명령의 결과가 0인 터미널을 써야 합니다
doctor-why-masked = 여기서 가려진 것이 새 /proc에서는 드러나므로 커널이 마운트를 거부합니다(가려진 경로: { $path })
doctor-why-apparmor-profile = AppArmor 프로파일이 막고 있습니다(프로파일: { $profile })
doctor-why-setfcap = CAP_SETFCAP이 없는 root는 사용자 네임스페이스의 root가 될 수 없습니다
doctor-why-chroot = chroot 안에서는 사용자 네임스페이스를 만들 수 없습니다
doctor-why-wsl-1 = WSL 1에는 네임스페이스가 없으므로 WSL 버전 2 환경으로 바꿔야 합니다(PowerShell에서 실행)
doctor-why-old-kernel = 커널({ $release })이 너무 오래되었습니다. 실습하려면 Linux { $needed } 이상이 필요합니다
doctor-why-not-built-in = 이 커널에는 필요한 네임스페이스가 빠져 있으므로 다른 커널이 필요합니다(빠진 것: { $missing })
doctor-why-selinux = SELinux가 막았을 수 있으므로 기록을 살펴보아야 합니다
doctor-why-pids-cgroup = 프로세스를 더 만들 수 없습니다. 이 cgroup의 제한에 이르렀으므로(좀비까지 합쳐 { $max }개 가운데 { $current }개) 제한을 올려야 합니다
doctor-why-nproc = 프로세스를 더 만들 수 없습니다. 스레드와 좀비까지 합친 사용자별 제한(ulimit -u = { $limit })에 이르렀으므로 이 셸의 제한을 올려야 합니다
doctor-why-unknown = pidlab이 아는 원인 가운데에는 맞는 것이 없습니다

## 결론

doctor-runs-rootless = 이 컴퓨터에서 실습할 수 있습니다. 루트리스(rootless): 특권 없이 사용자 네임스페이스를 씁니다.
doctor-runs-privileged = 이 컴퓨터에서 실습할 수 있습니다. 특권(privileged): 사용자 네임스페이스 없이 CAP_SYS_ADMIN을 씁니다.
doctor-cannot = 이 컴퓨터에서는 아직 실습할 수 없습니다: { $call }: { $errno }
doctor-because = 원인: { $why }.
doctor-type = 다음 명령을 실행하십시오:
doctor-type-or = 또는:
doctor-keep = 컴퓨터를 다시 시작해도 유지하려면:
doctor-keep-profile = 또는 프로파일을 만들어 pidlab에만 허용할 수 있습니다:
doctor-next-run = 다음: pidlab run zombie --init sleep
doctor-next-again = 다음: 위의 조치를 한 뒤 pidlab doctor 명령을 다시 실행하십시오.

## 묶음

doctor-group-trial = 시험
doctor-group-kernel = 커널
doctor-group-privilege = 권한
doctor-group-switches = 네임스페이스 설정
doctor-group-confinement = 보안 제한
doctor-group-place = 주변 환경
doctor-group-limits = 프로세스 수 제한
doctor-group-programs = 프로그램

## 항목 이름

doctor-name-container = 컨테이너
doctor-name-mode = 방식
doctor-name-kernel = 릴리스
doctor-name-namespaces = 네임스페이스
doctor-name-children_files = task/TID/children
doctor-name-exit_info = PIDFD_INFO_EXIT
doctor-name-user = 사용자
doctor-name-capabilities = 권한(capabilities)
doctor-name-no_new_privs = no_new_privs
doctor-name-userns_clone = Debian 전용 설정
doctor-name-apparmor_userns = AppArmor의 설정
doctor-name-apparmor = AppArmor 프로파일
doctor-name-selinux = SELinux
doctor-name-seccomp = seccomp 필터
doctor-name-place = 위치
doctor-name-wsl = WSL
doctor-name-proc_masked = /proc
doctor-name-hidepid = /proc의 hidepid
doctor-name-chroot = 루트 디렉터리
doctor-name-pid1 = PID 1
doctor-name-adopter = 고아를 입양하는 쪽
doctor-name-nproc = ulimit -u
doctor-name-pids_cgroup = pids cgroup
doctor-name-pid_max = kernel.pid_max
doctor-name-threads_max = kernel.threads-max
doctor-name-bash = bash
doctor-name-inits = init
doctor-name-inits_missing = 설치되지 않은 init
doctor-name-docker = Docker
doctor-name-locale = 문자 집합

## 확인한 내용

doctor-raw = { $value }
doctor-container-works = 전용 /proc까지 갖춘 컨테이너를 만들고 지웠습니다
doctor-container-refused = 거부됨. 위를 보십시오({ $errno })
doctor-mode-rootless = 루트리스(rootless): 현재 사용자가 사용자 네임스페이스의 root가 됩니다
doctor-mode-privileged = 특권(privileged): 사용자 네임스페이스를 쓰지 않습니다
doctor-kernel-new = { $value } (Linux 5.12 이상 필요)
doctor-missing = 빠진 것: { $value }
doctor-yes = 있음
doctor-children-no = 없음. /proc 전체를 읽으므로 느려집니다
doctor-exit-no = 없음(Linux 6.15부터 있음)
doctor-user-root = root
doctor-user-other = 사용자 ID { $value }
doctor-caps-all = 모두
doctor-caps-but = 다음을 뺀 모두: { $value }
doctor-caps-none = 없음
doctor-nnp-on = 켜짐. 이 셸에서는 sudo가 듣지 않습니다
doctor-off = 꺼짐
doctor-no-switch = 이 커널에는 없는 설정입니다
doctor-set = { $sysctl } = { $value }
doctor-not-here = 이 컴퓨터에는 없음
doctor-selinux-on = 강제(enforcing)
doctor-selinux-permissive = 허용(permissive)
doctor-seccomp-on = 켜짐. 일부 시스템 호출이 금지됩니다
doctor-place-host = 컨테이너라는 표시가 없음
doctor-place-container = 컨테이너 안({ $value })
doctor-wsl-one = WSL 1(네임스페이스가 없음)
doctor-wsl-two = WSL 2
doctor-mask-none = 가려진 것이 없음
doctor-mask-some = 마운트로 가려진 경로: { $value }
doctor-hidepid-on = { $value }(다른 사용자의 프로세스가 보이지 않음)
doctor-chroot-yes = chroot 안이므로 사용자 네임스페이스를 만들 수 없음
doctor-adopter-reaps = { $comm }(PID { $pid }). 입양한 고아를 회수합니다
doctor-adopter-late = { $comm }(PID { $pid }). 15 ms 안에 회수하지 않았습니다. 이 호스트에서는 고아가 한동안 좀비로 남을 수 있습니다
doctor-adopter-self = pidlab 자신(여기서는 PID 1). 컨테이너를 --init 옵션으로 시작하십시오
doctor-adopter-unseen = 확인하지 못함
doctor-unlimited = 제한 없음
doctor-nproc-root = { $value } (root에는 적용되지 않음)
doctor-group-room = { $max }개 가운데 { $current }개 사용 중({ $folder })
doctor-bash-absent = 설치되지 않음. 실습 대부분이 bash를 씁니다
doctor-all-inits = 없음
doctor-docker-absent = 설치되지 않음(실습에는 필요하지 않음)
doctor-docker-reachable = 데몬에 연결할 수 있음(실습에는 필요하지 않음)
doctor-docker-unreachable = 소켓이 응답하지 않음: { $errno } (실습에는 필요하지 않음)
doctor-docker-elsewhere = 다른 컴퓨터에 있음(DOCKER_HOST. 실습에는 필요하지 않음)
doctor-utf8 = UTF-8
doctor-not-utf8 = UTF-8 로캘이 아니므로 한글과 트리의 선이 깨질 수 있음
