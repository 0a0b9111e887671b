## 모든 명령에서 나올 수 있는 오류

error-label = 오류
hint-label = 도움말
error-call = { $call }: { $errno }
