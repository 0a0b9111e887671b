## 질문

quiz-before = 지금까지 한 일:
quiz-again-init = 다시 묻습니다. 이번에는 PID 1이 다릅니다. 답도 그대로일까요?
quiz-again-shell = 다시 묻습니다. 이번에는 셸이 다릅니다. 답도 그대로일까요?
quiz-again = 다시 묻습니다.
quiz-returns = 이 질문은 나중에 다시 나옵니다.
quiz-stands = 이 질문은 다시 나오지 않습니다. 커널의 답을 기억해 두십시오.

## 끝

quiz-end = 모두 끝났습니다. 실습 전체를 질문과 함께 보려면: `pidlab run zombie --ask`
quiz-score = 처음에 맞힌 질문: { $of }개 중 { $right }개
quiz-score-certain = 확신한 질문: { $of }개 중 { $right }개가 맞음
quiz-score-fairly = 어느 정도 확신한 질문: { $of }개 중 { $right }개가 맞음
quiz-score-guess = 추측한 질문: { $of }개 중 { $right }개가 맞음
quiz-seed = 같은 질문을 다시 보려면: --seed { $seed }
quiz-left = 퀴즈를 그만두었습니다

## 오류

quiz-json-hint = 프로그램에서 읽으려면: `pidlab run zombie --format json`
quiz-nothing = 물어볼 질문이 없습니다
quiz-nothing-hint = 질문이 없는 실습도 있습니다. 여기서 물어볼 수 있는 모든 질문: `pidlab quiz`
