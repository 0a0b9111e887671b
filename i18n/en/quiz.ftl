## A question

quiz-before = What has been done so far:
quiz-again-init = Once more, with another PID 1. Is the answer still the same?
quiz-again-shell = Once more, under another shell. Is the answer still the same?
quiz-again = Once more.
quiz-returns = This question will come again.
quiz-stands = This question will not come again: the kernel's answer stands.

## The end

quiz-end = That was all. A whole lab with its questions: `pidlab run zombie --ask`
quiz-score = Right at first go: { $right } of { $of }.
quiz-score-certain = Certain: { $right } of { $of } right.
quiz-score-fairly = Fairly sure: { $right } of { $of } right.
quiz-score-guess = Guessed: { $right } of { $of } right.
quiz-seed = The same questions again: --seed { $seed }
quiz-left = the quiz was left

## Errors

quiz-json-hint = For programs: `pidlab run zombie --format json`
quiz-nothing = there is no question to ask
quiz-nothing-hint = Some labs have none. All that can be asked here: `pidlab quiz`
