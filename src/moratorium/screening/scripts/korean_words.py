"""Korean surnames with their usual spellings, syllables of given names, and words that companies' names translate.

Written from general knowledge. Surnames: as usual in South Korea, in North Korea, in McCune-Reischauer, and another
usual one.
"""

from __future__ import annotations

_SURNAMES = """
김 kim kim kim gim|이 lee ri yi rhee|리 lee ri ri yi|박 park pak pak bak|최 choi choe choe choi
정 jung jong chong chung|강 kang kang kang gang|조 cho jo cho jo|윤 yoon yun yun youn|장 jang jang chang chang
임 lim rim im yim|림 lim rim rim lim|한 han han han han|오 oh o o oh|서 seo so so suh|신 shin sin sin shin
권 kwon kwon kwon gwon|황 hwang hwang hwang whang|안 ahn an an ahn|송 song song song song|류 ryu ryu ryu yoo
유 yoo yu yu you|홍 hong hong hong hong|전 jeon jon chon chun|고 ko ko ko go|문 moon mun mun moon
양 yang ryang yang yang|량 ryang ryang ryang yang|손 son son son sohn|배 bae pae pae bai|백 baek paek paek paik
허 heo ho ho hur|남 nam nam nam nam|심 shim sim sim shim|노 noh ro no roh|로 roh ro ro noh|하 ha ha ha ha
곽 kwak kwak kwak gwak|성 sung song song seong|차 cha cha cha cha|주 joo ju chu ju|우 woo u u wu|구 koo ku ku goo
민 min min min min|나 na ra na la|라 ra ra ra la|진 jin jin chin chin|지 ji ji chi chi|엄 um om om eom
채 chae chae chae chai|원 won won won won|천 chun chon chon cheon|방 bang pang pang bang|공 kong kong kong gong
현 hyun hyon hyon hyeon|함 ham ham ham hahm|변 byun pyon pyon byeon|염 yeom yom yom youm|렴 yeom ryom ryom yom
여 yeo ryo yo yeo|려 ryeo ryo ryo yeo|추 choo chu chu chu|도 do to to doh|소 so so so soh|석 seok sok sok suk
선 sun son son seon|설 seol sol sol sul|마 ma ma ma mah|길 kil kil kil gil|연 yeon ryon yon yon|련 ryun ryon ryon yeon
위 wi wi wi wee|표 pyo pyo pyo pyo|명 myung myong myong myeong|기 ki ki ki gi|반 ban pan pan bahn
왕 wang wang wang wang|금 keum kum kum geum|옥 ok ok ok ock|육 yuk ryuk yuk yook|인 in in in in
맹 maeng maeng maeng maeng|제 je je che jae|모 mo mo mo mo|탁 tak tak tak tak|국 kook kuk kuk guk|어 eo o o uh
은 eun un un eun|편 pyun pyon pyon pyeon|용 yong ryong yong yong|예 ye ye ye yeh|경 kyung kyong kyong gyeong
봉 bong pong pong bong|사 sa sa sa sa|부 boo pu pu bu|태 tae thae tae tae|피 pi phi pi pi|계 kye kye kye gye
감 kam kam kam gam|두 doo tu tu du|동 dong tong tong dong|온 on on on ohn|호 ho ho ho ho|범 bum pom pom beom
황보 hwangbo hwangbo hwangbo hwangbo|남궁 namkung namgung namgung namgung|선우 sunwoo sonu sonu seonu
제갈 jegal jegal chegal jegal|독고 dokgo tokko tokko dokko|사공 sakong sagong sagong sagong
"""
SURNAMES: dict[str, tuple[str, ...]] = {
    row.split()[0]: tuple(row.split()[1:]) for row in _SURNAMES.replace("\n", "|").split("|") if row
}
"""Spellings of surnames: usual in the South, in the North, McCune-Reischauer, another."""

_POPULAR = """
정 jung 은 eun 영 young 현 hyun 성 sung 승 seung 철 chul 선 sun 우 woo 수 soo 경 kyung 희 hee 준 joon 주 joo 용 yong
연 yeon 원 won 훈 hoon 순 soon 숙 sook 옥 ok 국 kook 욱 wook 운 woon 혁 hyuk 석 suk 섭 sup 환 hwan 규 kyu 기 ki 구 koo
근 keun 길 kil 건 kun 걸 kul 권 kwon 광 kwang 관 kwan 금 keum 명 myung 병 byung 범 bum 덕 duk 두 doo 문 moon 무 moo
부 boo 분 boon 언 un 여 yeo 열 yul 엽 yup 유 yoo 윤 yoon 이 yi 중 joong 춘 choon 충 choong 학 hak 혜 hye 호 ho 홍 hong
화 hwa 후 hoo 시 si 신 shin 식 sik 심 shim 의 eui 재 jae 전 jun 제 je 종 jong 진 jin 지 ji 창 chang 천 chun 청 chung
태 tae 택 taek 필 pil 하 ha 한 han 해 hae 형 hyung 효 hyo 흥 heung 애 ae 자 ja 서 seo 설 seol 소 so 송 song 람 ram
란 ran 름 reum 별 byul 빈 bin 배 bae 백 baek
"""
_PAIRED = _POPULAR.split()
POPULAR: dict[str, str] = dict(zip(_PAIRED[::2], _PAIRED[1::2], strict=True))
"""Syllables of given names as South Koreans usually write them."""

_WORDS = """
주식회사|co ltd;유한회사|co ltd;유한책임회사|llc;합자회사|limited partnership;합명회사|partnership;회사|co
총회사|general corporation;총국|general bureau;무역회사|trading co;무역총회사|general trading corporation;무역|trading
은행|bank;전자|electronics;전기|electric;중공업|heavy industries;공업|industry;산업|industry;화학|chemical
제약|pharmaceutical;건설|construction;조선소|shipyard;조선해양|shipbuilding marine;해운|shipping;해양|marine
선박|shipping;항공|aviation;항공우주|aerospace;우주|space;기계|machinery;정밀|precision;자동차|motor;통신|telecom
정보|information;기술|technology;과학|science;연구소|research institute;연구원|research institute;대학|university
대학교|university;학원|academy;금융|finance;신용|credit;에어로스페이스|aerospace;시스템즈|systems
인터내셔널|international;엔지니어링|engineering;일렉트릭|electric;캐피탈|capital;글로벌|global;오일|oil
케미칼|chemical;트레이딩|trading;인더스트리|industry;일렉트로닉스|electronics;항공사|airlines;보험|insurance
증권|securities;투자|investment;개발|development;그룹|group;홀딩스|holdings;국제|international;국립|national
에너지|energy;석유|oil;가스|gas;전력|electric power;철강|steel;제철|steel;금속|metal;광업|mining;수출|export
수입|import;수출입|export import;물산|trading;상사|trading;상회|trading;물류|logistics;운송|transport;시스템|systems
솔루션|solutions;테크|tech;테크놀로지|technology;반도체|semiconductor;디스플레이|display;전지|battery;코리아|korea
한국|korea;대한|korea;조선|korea;고려|koryo;평양|pyongyang;서울|seoul;부산|busan;인천|incheon;대구|daegu;라선|rason
청진|chongjin;남포|nampo;원산|wonsan;함흥|hamhung;신의주|sinuiju;개성|kaesong;혜산|hyesan;삼성|samsung;현대|hyundai
대우|daewoo;엘지|lg;에스케이|sk;기아|kia;롯데|lotte;한화|hanwha;포스코|posco;두산|doosan;효성|hyosung;금호|kumho
아시아나|asiana;카카오|kakao;네이버|naver;하이닉스|hynix;쌍용|ssangyong;한진|hanjin;대림|daelim;케이티|kt;지에스|gs
엘에스|ls;씨제이|cj;셀트리온|celltrion;쿠팡|coupang;신한|shinhan;하나|hana;우리|woori;국민|kookmin;농협|nonghyup
오토|auto;모터스|motors;모비스|mobis;제강|steel;노동당|workers party;로동당|workers party;위원회|committee;인민|people
인민군|peoples army;국방|defence;군수|munitions;원자력|atomic energy;원자|atomic;광물|mineral;설비|equipment
합영|joint venture;합작|joint venture;단천|tanchon;련봉|ryonbong;혁신|hyoksin;광선|kwangson;대동|daedong;대성|daesong
만수대|mansudae;남흥|namhung;부강|pugang;동방|tongbang;강봉|kangbong;조광|chokwang;대외|foreign;경제|economic
협력|cooperation;상업|commercial;유니온|union;네트웍스|networks;로보틱스|robotics;드론|drone;무인기|uav;로봇|robot
바이오|bio;제일|first;세계|world;태양|sun
"""
WORDS: dict[str, str] = dict(row.split("|") for row in _WORDS.replace("\n", ";").split(";") if row)
"""Words of companies: legal forms and what English names translate, places, and brands with their own spelling."""
