## 잘못된 사용법

usage-unknown-argument = 알 수 없는 인자입니다: { $argument }
usage-unknown-command = 알 수 없는 명령입니다: { $command }
usage-value = { $argument }: 쓸 수 없는 값입니다: { $value }
usage-value-of = { $argument }: 쓸 수 없는 값입니다: { $value } (가능한 값: { $valid })
usage-seconds = { $option }: { $least }초부터 { $most }초까지의 수가 아닙니다: { $value }
usage-pid = --pid: PID(1 이상의 정수)가 아닙니다: { $value }
usage-no-value = { $argument }: 값이 없습니다
usage-too-many = { $argument }: 값을 더 받지 않습니다
usage-missing = 빠진 인자가 있습니다: { $argument }
usage-missing-command = 명령이 없습니다
usage-twice = 두 번 이상 쓴 인자입니다: { $argument }
usage-conflict = 함께 쓸 수 없습니다: { $argument }, { $other }
usage-not-utf8 = UTF-8 형식이 아닌 인자가 있습니다
usage-other = { $what }
usage-hint-nearest = 혹시 이것입니까: `{ $nearest }`. 쓸 수 있는 것: `{ $help }`
usage-hint-help = 쓸 수 있는 것: `{ $help }`
usage-hint-lab = 실습 목록: `pidlab list`. 그 밖에 쓸 수 있는 것: `{ $help }`
