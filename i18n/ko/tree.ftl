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

## pidlab tree

tree-column-process = 프로세스
tree-column-pid = PID
tree-column-in-namespace = NS 안 PID
tree-column-ppid = PPID
tree-column-state = 상태
tree-column-init = 네임스페이스의 PID 1
tree-column-processes = 프로세스 수
tree-column-zombies = 좀비 수
tree-column-namespace = 네임스페이스

tree-legend-zombie = Z  좀비(zombie): 이미 끝났지만 부모가 종료 상태를 회수하지 않은 프로세스
tree-legend-namespace = N  다른 PID 네임스페이스: ‘NS 안 PID’는 그 안에서, ‘PID’는 여기에서 보이는 번호

tree-count-processes = { $count ->
   *[other] 프로세스 { $number }개
}
tree-count-zombies = { $count ->
    [0] 좀비 없음
   *[other] 좀비 { $number }개
}
tree-count-namespaces = { $count ->
    [0] 다른 PID 네임스페이스 없음
   *[other] 다른 PID 네임스페이스 { $number }개
}
tree-count-kernel-threads = { $count ->
   *[other] 커널 스레드 { $number }개 생략(--all로 표시)
}

tree-zombies = { $count ->
    [0] 좀비 프로세스가 없습니다. 끝난 프로세스는 모두 부모가 회수했습니다.
   *[other] 좀비 프로세스 { $number }개: 부모가 wait()를 호출하거나, 부모가 끝난 뒤 새 부모가 회수할 때까지 남습니다.
}
tree-zombies-of = { $count ->
   *[other] - { $parent } (PID { $pid }) 프로세스가 회수하지 않은 좀비 { $number }개
}
tree-zombies-more-parents = { $count ->
   *[other] - 그 밖의 부모 { $number }개의 좀비
}

tree-namespaces = { $count ->
    [0] 다른 PID 네임스페이스에 있는 프로세스가 없습니다.
   *[other] 다른 PID 네임스페이스 { $number }개
}
tree-init-unknown = 보이지 않음
tree-namespace-unknown = 알 수 없음

tree-unseen = 현재 권한으로는 볼 수 없는 정보: { $what }. 모두 보려면 sudo pidlab tree 명령을 실행하십시오.
tree-unseen-hidepid = 다른 사용자의 프로세스(/proc이 hidepid로 마운트됨)
tree-unseen-namespaces = 프로세스 { $count }개가 속한 PID 네임스페이스
tree-unseen-ends = 좀비 { $count }개의 종료 상태

tree-no-such-pid = PID { $pid } 프로세스가 없습니다
tree-no-such-pid-hint = 여기에서 보이는 프로세스 목록은 pidlab tree --all 명령으로 확인하십시오.
