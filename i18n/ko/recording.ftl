## 읽을 수 없거나 끝까지 볼 수 없는 기록

recording-fault = { $file }:{ $line }: { $what }
recording-empty = { $file }: 빈 파일입니다
recording-none = pidlab의 기록이 아닙니다
recording-none-hint = 기록은 실행할 때 만듭니다: `pidlab run zombie --record zombie.jsonl`
recording-json-hint = 프로그램이 읽는 --format json 출력입니다. 기록은 실행할 때 만듭니다: `pidlab run zombie --record zombie.jsonl`
recording-format = 다른 형식의 기록입니다. 기록의 형식: { $format } (pidlab { $version }), 이 pidlab이 읽는 형식: { $own }
recording-format-hint = 그 버전으로 보거나 지금 버전으로 다시 기록하십시오: `pidlab run zombie --record zombie.jsonl`
recording-line = 기록에 있을 수 없는 줄입니다: { $what }
recording-choice = 질문에 없는 답입니다
recording-sentence = 이 버전에는 없는 문장입니다: { $id }
recording-nested = 문장 안에 문장이 너무 깊이 들어 있습니다
recording-name = 이름이 될 수 없습니다: { $name }
recording-control = 글에 제어 문자가 들어 있습니다
recording-first = 기록은 실습의 시작으로 시작해야 하고, 시작은 하나뿐이어야 합니다
recording-after = 실행이 끝난 뒤에 다른 줄이 더 있습니다
recording-long = { $mib } MiB보다 긴 줄입니다. 기록에는 이렇게 긴 줄이 없습니다
recording-large = { $mib } MiB보다 큰 파일입니다. 이렇게 큰 기록은 없습니다
recording-faulty-hint = 파일이 바뀌었거나 옮기는 동안 손상되었습니다. 다시 복사하거나 다시 기록하십시오: `pidlab run zombie --record zombie.jsonl`
recording-cut = 줄이 중간에서 잘려 파일이 끝났습니다
recording-early = 실행이 끝나기 전에 기록이 끝났습니다
recording-failed = 기록할 때 실행이 여기에서 실패했습니다: { $why }
recording-interrupted = 기록할 때 실행이 여기에서 { $signal } 시그널로 끝났습니다
recording-early-hint = 기록된 것은 모두 보여 주었으며 판정은 없습니다. 다시 기록하려면: `pidlab run zombie --record zombie.jsonl`

## 잘못된 사용법

record-hint = 쓸 수 있는 파일을 지정하십시오: `pidlab run zombie --record /tmp/zombie.jsonl`
record-stdout = --record -: 표준 출력에는 실행 화면이 나오므로 기록할 파일이 따로 있어야 합니다
replay-stdin = 표준 입력
replay-step-stdin = --step을 쓰면 표준 입력에서 키를 읽으므로 기록은 표준 입력에서 읽을 수 없습니다
replay-step-stdin-hint = 파일 이름을 지정하십시오: `pidlab replay zombie.jsonl --step`
replay-json-talks-hint = 둘 중 하나를 빼십시오: `pidlab replay zombie.jsonl --step`
