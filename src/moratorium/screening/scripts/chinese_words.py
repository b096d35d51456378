"""Words of Chinese companies' names: what English names translate, places, and brands with a spelling of their own.

Written from general knowledge, in simplified characters; traditional ones are turned into simplified ones by a table
before they are looked up.
"""

from __future__ import annotations

_FORMS = """
有限责任公司|llc;股份有限公司|co ltd;有限公司|co ltd;集团有限公司|group co ltd;集团公司|group corporation
股份公司|co ltd;总公司|corporation;会社|co;商社|trading;联合|united;分公司|branch;子公司|subsidiary;公司|co
有限合伙|limited partnership;合伙企业|partnership;个体工商户|individual;工作室|studio;商行|trading;商店|shop
经营部|trading;经销部|trading;控股有限公司|holdings ltd;控股|holding;集团|group;股份|;有限|ltd;责任|
"""
_TRADE = """
科技|technology;技术|technology;高科|hi tech;高新技术|high technology;贸易|trading;商贸|trading;经贸|trading
国贸|trading;外贸|foreign trade;进出口|import export;进口|import;出口|export;电子|electronics
电子商务|electronic commerce;电器|electric;电气|electric;电力|electric power;电机|electric machinery;电讯|telecom
电信|telecom;电缆|cable;电池|battery;电源|power;电路|circuit;电路板|circuit board;微电子|microelectronics
光电|optoelectronics;光电子|optoelectronics;光学|optical;光纤|fiber;激光|laser;半导体|semiconductor
集成电路|integrated circuit;积体电路|integrated circuit;芯片|chip;元件|components;元器件|components;器件|devices
传感|sensing;传感器|sensor;仪器|instrument;仪表|instrument;仪器仪表|instrument;测控|measurement control;控制|control
自动化|automation;智能|intelligent;智能科技|intelligent technology;人工智能|artificial intelligence;机器人|robot
机械|machinery;机电|electromechanical;机床|machine tool;设备|equipment;装备|equipment;器材|equipment;工具|tools
配件|parts;零部件|parts;轴承|bearing;模具|mould;精密|precision;五金|hardware;金属|metal;钢铁|iron steel
有色金属|nonferrous metal;冶金|metallurgy;矿业|mining;煤炭|coal;航空|aviation;航天|aerospace;航空航天|aerospace
宇航|aerospace;飞机|aircraft;直升机|helicopter;无人机|uav;飞行器|aircraft;卫星|satellite;火箭|rocket;导弹|missile
航运|shipping;海运|shipping;船舶|shipping;船务|shipping;造船|shipbuilding;船厂|shipyard;重工|heavy industry
重工业|heavy industry;轮船|steamship;海洋|ocean;港口|port;运输|transport;货运|freight;货代|freight forwarding
物流|logistics;供应链|supply chain;快递|express;速递|express;仓储|warehousing;国际|international
国际贸易|international trading;全球|global;环球|global;世界|world;中国|china;中华|china;国家|national;国营|state
亚洲|asia;亚太|asia pacific;东方|orient;投资|investment;资本|capital;基金|fund;金融|finance;信用|credit;银行|bank
保险|insurance;证券|securities;信托|trust;租赁|leasing;典当|pawn;工业|industry;产业|industry;实业|industrial
企业|enterprise;制造|manufacturing;制品|products;生产|production;加工|processing;工程|engineering;建设|construction
建筑|construction;建材|building materials;装饰|decoration;设计|design;开发|development;发展|development
研发|research development;研究|research;研究院|institute;研究所|institute;研究中心|research centre
设计院|design institute;科学院|academy of sciences;科学|science;工程院|academy of engineering;实验室|laboratory
中心|centre;大学|university;学院|institute;学校|school;医院|hospital;医疗|medical;医药|pharmaceutical
制药|pharmaceutical;药业|pharmaceutical;生物|biological;生物科技|biotechnology;化工|chemical;化学|chemical
石化|petrochemical;石油|petroleum;石油化工|petrochemical;油气|oil gas;天然气|natural gas;燃气|gas;能源|energy
新能源|new energy;太阳能|solar;核电|nuclear power;核工业|nuclear industry;原子能|atomic energy;材料|materials
新材料|new materials;碳纤维|carbon fiber;复合材料|composite materials;塑料|plastics;橡胶|rubber;纺织|textile
服装|garment;服饰|garment;皮革|leather;食品|food;农业|agriculture;汽车|automobile;摩托车|motorcycle;轨道|rail
铁路|railway;交通|transportation;通信|communication;通讯|communication;网络|network;网络科技|network technology
网科技|network technology;信息|information;信息技术|information technology;信息安全|information security;数据|data
大数据|big data;软件|software;计算机|computer;计算|computing;数字|digital;数码|digital;系统|systems;互联网|internet
云计算|cloud computing;文化|culture;传媒|media;广告|advertising;咨询|consulting;服务|services;管理|management
企业管理|enterprise management;代理|agency;销售|sales;营销|marketing;批发|wholesale;百货|department store
商业|commercial;商务|business;市场|market;旅游|travel;酒店|hotel;房地产|real estate;置业|properties;物业|property
安全|security;安防|security;公安|public security;国防|defense;国防科技|national defense technology;兵器|ordnance
军工|military industry;雷达|radar;导航|navigation;北斗|beidou;创新|innovation;先进|advanced;厂|factory;工厂|factory
局|bureau;协会|association;委员会|committee;第一|first;第二|second;第三|third;第十|tenth
"""
_BRANDS = """
华为|huawei;华为技术|huawei technologies;中兴通讯|zte;中兴|zte;海康威视|hikvision;大华|dahua;大疆|dji;小米|xiaomi
联想|lenovo;比亚迪|byd;腾讯|tencent;阿里巴巴|alibaba;百度|baidu;京东|jingdong;字节跳动|bytedance;商汤|sensetime
旷视|megvii;依图|yitu;科大讯飞|iflytek;寒武纪|cambricon;浪潮|inspur;曙光|sugon;长江存储|yangtze memory;中芯国际|smic
中芯|smic;海思|hisilicon;紫光|unisoc;龙芯|loongson;飞腾|phytium;海光|hygon;中石油|petrochina;中石化|sinopec
中海油|cnooc;中航|avic;中船|cssc;中远|cosco;中远海运|cosco shipping;招商局|china merchants;海尔|haier;格力|gree
美的|midea;海信|hisense;长虹|changhong;宁德时代|catl;京东方|boe;台积电|tsmc;联发科|mediatek;鸿海|hon hai
富士康|foxconn;华硕|asus;宏碁|acer;宏达|hon da;亿航|ehang;极飞|xag;纵横|jouav;道通|autel;昊翔|yuneec;吉利|geely
奇瑞|chery;国泰|cathay;汇丰|hsbc;北方工业|norinco;保利|poly;中广核|cgn;中核|cnnc;中铁|china railway
中建|china state construction;平安|ping an;滴滴|didi;蚂蚁|ant;科沃斯|ecovacs
哈尔滨工业大学|harbin institute of technology;哈尔滨工程大学|harbin engineering university
北京理工大学|beijing institute of technology;西北工业大学|northwestern polytechnical university
北京航空航天大学|beihang university;南京航空航天大学|nanjing university of aeronautics astronautics
南京理工大学|nanjing university of science technology;国防科技大学|national university of defense technology
中国科学院|chinese academy of sciences;中国工程物理研究院|china academy of engineering physics
"""
_PLACES = """
北京 beijing 上海 shanghai 天津 tianjin 重庆 chongqing 香港 hongkong 澳门 macau 台湾 taiwan 台北 taipei 高雄 kaohsiung
新竹 hsinchu 台中 taichung 台南 tainan 深圳 shenzhen 广州 guangzhou 东莞 dongguan 珠海 zhuhai 佛山 foshan
中山 zhongshan 惠州 huizhou 汕头 shantou 江门 jiangmen 湛江 zhanjiang 广东 guangdong 广西 guangxi 南宁 nanning
桂林 guilin 海南 hainan 海口 haikou 三亚 sanya 福建 fujian 福州 fuzhou 厦门 xiamen 泉州 quanzhou 浙江 zhejiang
杭州 hangzhou 宁波 ningbo 温州 wenzhou 义乌 yiwu 金华 jinhua 绍兴 shaoxing 嘉兴 jiaxing 台州 taizhou 湖州 huzhou
舟山 zhoushan 江苏 jiangsu 南京 nanjing 苏州 suzhou 无锡 wuxi 常州 changzhou 南通 nantong 扬州 yangzhou 徐州 xuzhou
昆山 kunshan 镇江 zhenjiang 盐城 yancheng 连云港 lianyungang 山东 shandong 济南 jinan 青岛 qingdao 烟台 yantai
潍坊 weifang 威海 weihai 淄博 zibo 日照 rizhao 临沂 linyi 济宁 jining 河北 hebei 石家庄 shijiazhuang 保定 baoding
唐山 tangshan 秦皇岛 qinhuangdao 廊坊 langfang 河南 henan 郑州 zhengzhou 洛阳 luoyang 新乡 xinxiang 湖北 hubei
武汉 wuhan 宜昌 yichang 襄阳 xiangyang 湖南 hunan 长沙 changsha 株洲 zhuzhou 湘潭 xiangtan 江西 jiangxi 南昌 nanchang
赣州 ganzhou 安徽 anhui 合肥 hefei 芜湖 wuhu 蚌埠 bengbu 四川 sichuan 成都 chengdu 绵阳 mianyang 贵州 guizhou
贵阳 guiyang 云南 yunnan 昆明 kunming 西藏 xizang 陕西 shaanxi 西安 xian 咸阳 xianyang 宝鸡 baoji 甘肃 gansu
兰州 lanzhou 青海 qinghai 宁夏 ningxia 新疆 xinjiang 乌鲁木齐 urumqi 内蒙古 inner mongolia 呼和浩特 hohhot
辽宁 liaoning 沈阳 shenyang 大连 dalian 丹东 dandong 鞍山 anshan 营口 yingkou 吉林 jilin 长春 changchun 延吉 yanji
延边 yanbian 珲春 hunchun 黑龙江 heilongjiang 哈尔滨 harbin 大庆 daqing 山西 shanxi 太原 taiyuan 大同 datong
浦东 pudong 朝阳 chaoyang 海淀 haidian 中关村 zhongguancun 朝鲜 korea 韩国 korea 日本 japan 俄罗斯 russia 伊朗 iran
美国 america 英国 britain 德国 germany 法国 france 新加坡 singapore 马来西亚 malaysia 巴基斯坦 pakistan 印度 india
平壤 pyongyang 华东 huadong 洪都 hongdu 番禺 panyu 厦大 xiada 长治 changzhi 长兴 changxing 长乐 changle 西北 northwest
西南 southwest 东北 northeast 中南 zhongnan 华北 huabei 华南 huanan 长江 changjiang 黄河 huanghe 珠江 zhujiang
"""
_REGIONS = (
    "广东 福建 浙江 江苏 山东 河北 河南 湖北 湖南 江西 安徽 四川 贵州 云南 陕西 甘肃 青海 辽宁 吉林 黑龙江 山西 海南"
)


def _table() -> dict[str, str]:
    rows = f"{_FORMS};{_TRADE};{_BRANDS}".replace("\n", ";").split(";")
    found = {word: english for word, _, english in (row.partition("|") for row in rows) if word}
    places: dict[str, str] = {}
    word = ""
    for each in _PLACES.split():
        if each.isascii():
            places[word] = f"{places.get(word, '')} {each}".strip()
        else:
            word = each
    found |= places | {f"{place}市": name for place, name in places.items()}
    return found | {f"{region}省": places[region] for region in _REGIONS.split()}


WORDS: dict[str, str] = _table()
"""English by Chinese word, in simplified characters."""

_TRADITIONAL = """
電电 貿贸 國国 際际 進进 業业 實实 機机 設设 備备 製制 術术 開开 發发 動动 車车 輛辆 鐵铁 鋼钢 銀银 錢钱 團团 責责
資资 產产 廠厂 導导 體体 積积 傳传 測测 儀仪 錶表 軟软 網网 絡络 訊讯 號号 話话 數数 據据 雲云 計计 環环 東东 亞亚
華华 灣湾 臺台 門门 廣广 蘇苏 滬沪 陽阳 陝陕 遼辽 寧宁 濱滨 龍龙 漢汉 廈厦 瀋沈 連连 煙烟 濟济 島岛 貴贵 蘭兰 慶庆
韓韩 鮮鲜 羅罗 馬马 來来 飛飞 衛卫 彈弹 運运 輸输 務务 輪轮 艦舰 貨货 儲储 遞递 鏈链 應应 庫库 聯联 營营 銷销 購购
賣卖 買买 經经 財财 險险 證证 債债 託托 賃赁 築筑 裝装 飾饰 質质 學学 驗验 醫医 藥药 療疗 礦矿 爐炉 燈灯 熱热 氣气
膠胶 紡纺 織织 紙纸 農农 漁渔 糧粮 飲饮 館馆 樓楼 線线 纜缆 纖纤 維维 陸陆 劉刘 陳陈 張张 楊杨 趙赵 黃黄 吳吴 鄭郑
馮冯 許许 鄧邓 葉叶 蔣蒋 譚谭 賈贾 閻阎 鍾钟 鄒邹 蕭萧 盧卢 範范 龐庞 顏颜 歐欧 賴赖 龔龚 魯鲁 韋韦 嚴严 湯汤 聶聂
齊齐 顧顾 倫伦 樂乐 駱骆 費费 紀纪 孫孙 謝谢 鄔邬 關关 萬万 單单 穀谷 婁娄 畢毕 麥麦 榮荣 偉伟 強强 軍军 傑杰 濤涛
麗丽 豔艳 靜静 鳳凤 潔洁 瓊琼 嬌娇 紅红 寶宝 貝贝 興兴 勝胜 權权 義义 誠诚 遠远 達达 鵬鹏 輝辉 鋒锋 銘铭 鈞钧 錦锦
鎮镇 鴻鸿 鵰雕 軒轩 駿骏 騰腾 驍骁 凱凯 剛刚 創创 勵励 勳勋 協协 喬乔 堯尧 壽寿 夢梦 奮奋 將将 專专 師师 幹干 彥彦
後后 從从 復复 憲宪 戰战 擇择 時时 曉晓 曄晔 會会 條条 棟栋 楓枫 歡欢 歲岁 潤润 澤泽 瑋玮 瑤瑶 畫画 碩硕 祿禄 禮礼
稱称 窮穷 競竞 筆笔 節节 約约 純纯 紹绍 終终 結结 統统 緒绪 緯纬 縱纵 總总 聖圣 聰聪 聲声 職职 肅肃 腦脑 臨临 舊旧
藍蓝 處处 親亲 覺觉 觀观 訓训 記记 訪访 評评 詠咏 詩诗 詳详 語语 課课 諒谅 論论 謙谦 謹谨 議议 護护 讓让 豐丰 貞贞
負负 賢贤 賜赐 贊赞 贏赢 趨趋 躍跃 載载 輔辅 邁迈 鄉乡 釋释 針针 鈴铃 銳锐 錄录 錫锡 鏡镜 鐘钟 長长 間间 閔闵 閣阁
闊阔 陰阴 陣阵 隊队 階阶 隨随 雙双 雖虽 難难 靈灵 響响 頂顶 項项 順顺 須须 預预 領领 頭头 願愿 類类 顯显 風风 飄飘
養养 餘余 鬥斗 魚鱼 鳴鸣 點点 齡龄 區区 參参 優优 倉仓 個个 償偿 兒儿 兩两 內内 冊册 凍冻 劃划 劇剧 劍剑 勞劳 勢势
卻却 厭厌 員员 問问 啟启 嗎吗 喚唤 圍围 園园 圓圆 圖图 報报 場场 塊块 壓压 夾夹 奧奥 獎奖 婦妇 寫写 寬宽 寢寝 尋寻
對对 層层 屬属 岡冈 峽峡 嶺岭 幣币 幫帮 廟庙 彙汇 徑径 恆恒 恥耻 惡恶 愛爱 態态 慮虑 憂忧 擊击 擔担 擴扩 攝摄 敗败
敵敌 斷断 於于 昇升 書书 極极 構构 槍枪 標标 樣样 樹树 橋桥 檢检 櫃柜 歷历 歸归 殺杀 殼壳 毀毁 決决 沒没 況况 淨净
淵渊 溝沟 滅灭 滾滚 滿满 漲涨 潛潜 瀾澜 爾尔 牆墙 獨独 獲获 獻献 現现 瑩莹 瑪玛 璽玺 畝亩 異异 當当 監监 盤盘 眾众
睏困 矚瞩 確确 碼码 磚砖 禍祸 種种 穩稳 竄窜 筍笋 籃篮 級级 紋纹 納纳 紛纷 細细 組组 絕绝 給给 絲丝 綜综 綠绿 綱纲
綿绵 緊紧 編编 緩缓 練练 縣县 縮缩 績绩 繼继 續续 罷罢 羈羁 習习 翹翘 聞闻 腎肾 腳脚 膚肤 臉脸 與与 舉举 艙舱 艱艰
莊庄 莖茎 蒼苍 蓋盖 蔔卜 虛虚 蟲虫 補补 複复
"""
TO_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _TRADITIONAL.split()}
"""Traditional characters of names and words, and their simplified ones."""
