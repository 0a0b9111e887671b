## pidlab claims: 화면

claims-head = 강의의 주장과 커널이 보여 주는 사실 · Linux { $kernel } · { $mode }
claims-progress = 진행 중 … { $done }/{ $all } · { $lab }
claims-holds = 맞습니다
claims-holds-if = 조건부로 맞습니다: { $condition }
claims-does-not-hold = 맞지 않습니다
claims-not-shown = 이번 실행에서는 확인하지 못했습니다
claims-place = { $lab } { $step }단계
claims-place-init = { $lab }(PID 1: { $init }) { $step }단계
claims-evidence = { $place }: { $what }
claims-evidence-titled = { $place } “{ $title }”: { $what }
claims-row = { $done }: { $what }
claims-so = 실제로는: { $so }
claims-checks = 이번 실행에서 확인한 것
claims-see = 직접 보려면
claims-count = 맞음 { $holds }개, 조건부로 맞음 { $if }개, 맞지 않음 { $not }개, 확인하지 못함 { $unknown }개.
claims-played = 실습을 진행한 횟수: { $labs }번, 걸린 시간: { $seconds }초.
claims-more = 하나를 근거까지 자세히 보기: `pidlab claims A21`
claims-remedy = 해결 방법: { $remedy }

## 판정하지 못한 이유

claims-why-differs = “{ $what }”: 예상과 달랐습니다
claims-why-differs-seen = 예상은 “{ $what }”, 실제로 본 것: { $seen }
claims-why-unchecked = 이 단계에서는 확인한 것이 없습니다
claims-why-not-played = 이 단계에 이르기 전에 실습이 끝났습니다

## 오류

claims-unknown = 이런 이름의 주장이 없습니다: { $id }
claims-unknown-hint = 주장 목록: { $known }. 모두 보기: pidlab claims
claims-faulty = labs/claims.toml 파일이 잘못되었습니다: { $fault }
