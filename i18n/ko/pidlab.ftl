## 모든 명령에서 나올 수 있는 오류

error-label = 오류
hint-label = 도움말
error-call = { $call }: { $errno }
error-panic = pidlab 자체의 결함을 만났습니다: { $what } ({ $place })
error-panic-hint = 시작한 프로세스도 모두 함께 끝납니다. `pidlab doctor`의 출력과 함께 알려 주십시오.
