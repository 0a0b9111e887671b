## list

list-labs = 실습
list-lab = 실습
list-shows = 내용
list-init = PID 1
list-claims = 확인하는 주장: { $claims }
list-host = 호스트
list-containers = { $number }가지
list-inits = PID 1로 쓸 프로그램 (--init)
list-name = 이름
list-reaps = 회수
list-here = 설치
list-about = 설명
list-package = 패키지: { $package }
list-yes = 예
list-no = 아니요
list-not-executable = 실행 불가
list-more = 실습을 읽으려면 pidlab show LAB, 실행하려면 pidlab run LAB 명령을 씁니다.
