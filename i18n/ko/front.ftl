## 모든 도움말의 제목과 표시

front-usage = 사용법
front-options = 옵션
front-commands = 명령
front-arguments = 인자
front-examples = 예
front-exit-status = 종료 상태
front-environment = 환경 변수
front-options-word = 옵션
front-command-word = 명령
front-default = 기본값: { $values }
front-values = 값: { $values }
front-exit-codes =
    0    예상대로 되었거나, 관찰만 했습니다
    1    커널의 동작이 실습의 예상과 다릅니다
    2    사용법이 틀렸거나 실습 파일 또는 기록에 오류가 있습니다
    77   이 컴퓨터에서는 실행할 수 없습니다(해결 방법을 함께 알려 줍니다)
    125  pidlab 자체가 실패했습니다
    pidlab init은 자식의 종료 상태를 그대로 돌려줍니다. 자식을 실행할 수 없으면
    126, 찾을 수 없으면 127, 자식이 시그널 n으로 끝나면 128+n입니다.
front-variables =
    PIDLAB_LANG  언어: en 또는 ko
    LC_ALL, LC_MESSAGES, LANG
                 PIDLAB_LANG이 없을 때의 언어
    NO_COLOR     비어 있지 않은 값이 있으면 색을 쓰지 않습니다
    PIDLAB_LABS  직접 만든 실습 파일이 있는 폴더
    COLUMNS      터미널 너비 대신 쓸 칸 수
