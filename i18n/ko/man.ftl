## 매뉴얼 페이지

man-manual = pidlab 매뉴얼
man-name = 이름
man-synopsis = 요약
man-description = 설명
man-commands = 명령
man-exit-status = 종료 상태
man-environment = 환경 변수
man-examples = 예
man-see-also = 관련 항목
man-see-also-pages = pid_namespaces(7), user_namespaces(7), wait(2), prctl(2), signal(7), proc(5)
