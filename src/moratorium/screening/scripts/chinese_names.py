"""Chinese surnames, and how characters of names are written in Hong Kong; simplified characters.

Written from general knowledge. Hong Kong has no official romanisation of names; these are the usual spellings.
"""

from __future__ import annotations

_SURNAMES = """
王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪
范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温芦俞施洪游柯纪翁邢岳齐倪童章庄
鲁葛文安柳鲍聂牛樊殷常康伍尤华季申阎颜包关祝涂兰欧路骆翟詹屠耿焦左巫宫池简甘凌岑霍辛穆项屈管符麦卓阮佟冉褚窦成靳蒙艾
房裴谷查缪臧解盛饶戚苗喻隋栾冷卜连仇单应区冼植容利司徒蒲楼鄢边商牟蔺桂闵党邸车费巩宁卞丘明郎祁云景束乔计虞支古储原冀
尚舒曲初鹿官练劳习薄宗沙封幸荀粟班晋邬花敖闻芮晏茅甄邝亓阚揭迟巨蔚巴衣滕佘伊娄仝苑浦荆柏桑韶招源谈禤农信红银铁玄太都
弓伏厉郁强
"""
SURNAMES = frozenset("".join(_SURNAMES.split()))
"""Surnames of one character."""

_DOUBLE = """
欧阳 司徒 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 长孙 宇文 端木 独孤 南宫 轩辕 东郭 百里 呼延
"""
DOUBLE = frozenset(_DOUBLE.split())
"""Surnames of two characters."""

_READ_AS = """
曾:zeng 单:shan 解:xie 仇:qiu 查:zha 任:ren 华:hua 区:ou 翟:zhai 覃:qin 乐:yue 缪:miao 冼:xian 盖:ge 员:yun
应:ying 葛:ge 那:na 朴:piao 万:wan 卜:bu 尉迟:yuchi 长孙:zhangsun 石:shi 长:chang 宁:ning 洗:xian 黑:he
盛:sheng 种:chong 车:che 俞:yu 隗:wei 晁:chao
"""
READ_AS: dict[str, str] = dict(pair.split(":") for pair in _READ_AS.split())
"""Surnames that are read otherwise than the same characters elsewhere."""

_CANTONESE = """
王 wong 黄 wong 陈 chan 李 lee 张 cheung 刘 lau 杨 yeung 赵 chiu 吴 ng 周 chow 徐 tsui 孙 suen 马 ma 朱 chu 胡 wu
郭 kwok 何 ho 高 ko 林 lam 罗 law 郑 cheng 梁 leung 谢 tse 宋 sung 唐 tong 许 hui 韩 hon 冯 fung 邓 tang 曹 tso
彭 pang 曾 tsang 肖 siu 萧 siu 田 tin 董 tung 袁 yuen 潘 poon 于 yu 蒋 cheung 蔡 choi 余 yu 杜 to 叶 yip 程 ching
苏 so 魏 ngai 吕 lui 丁 ting 任 yam 沈 shum 姚 yiu 卢 lo 姜 keung 崔 chui 钟 chung 谭 tam 陆 luk 汪 wong 范 fan 金 kam
石 shek 廖 liu 贾 ka 夏 ha 韦 wai 方 fong 白 pak 邹 chow 孟 mang 熊 hung 秦 chun 邱 yau 丘 yau 江 kong 薛 sit 雷 lui
侯 hau 龙 lung 史 sze 陶 to 黎 lai 贺 ho 顾 koo 毛 mo 龚 kung 邵 shiu 万 man 钱 chin 严 yim 武 mo 戴 tai 莫 mok
孔 hung 汤 tong 温 wan 俞 yu 施 sze 洪 hung 翁 yung 岳 ngok 齐 tsai 倪 ngai 庄 chong 鲁 lo 葛 kot 文 man 安 on 柳 lau
鲍 pau 樊 fan 康 hong 伍 ng 尤 yau 华 wah 关 kwan 祝 chuk 欧 au 区 au 骆 lok 詹 chim 简 kan 甘 kam 凌 ling 岑 sum
霍 fok 麦 mak 卓 cheuk 阮 yuen 冼 sin 容 yung 利 lee 司 sze 徒 to 阳 yeung 植 chik 官 koon 劳 lo 古 koo 招 chiu 卜 puk
源 yuen 缪 miu 纪 kei 柯 o 蒲 po 游 yau 邝 kwong 鄺 kwong 布 po 屈 wat 盛 shing 童 tung 辛 san 成 shing 谈 tam 禤 huen
家 ka 明 ming 国 kwok 志 chi 伟 wai 强 keung 德 tak 荣 wing 永 wing 俊 chun 杰 kit 豪 ho 辉 fai 光 kwong 英 ying
建 kin 健 kin 平 ping 海 hoi 生 sang 发 fat 富 fu 贵 kwai 福 fuk 禄 luk 寿 sau 喜 hei 庆 hing 兴 hing 旺 wong
昌 cheong 隆 lung 达 tat 通 tung 顺 shun 和 wo 合 hop 美 mei 丽 lai 玲 ling 珍 chun 珠 chu 玉 yuk 兰 lan 芳 fong
芬 fan 芝 chi 花 fa 梅 mui 菊 kuk 莲 lin 秀 sau 慧 wai 惠 wai 敏 man 静 ching 淑 suk 贞 ching 燕 yin 凤 fung 凰 wong
霞 ha 云 wan 月 yuet 娟 kuen 婷 ting 嘉 ka 欣 yan 怡 yi 琪 ki 瑶 yiu 颖 wing 诗 sze 雅 nga 思 sze 子 tsz 梓 tsz 浩 ho
天 tin 宇 yu 泽 chak 轩 hin 晨 san 晓 hiu 小 siu 大 tai 中 chung 正 ching 东 tung 西 sai 南 nam 北 pak 山 shan
川 chuen 水 shui 河 ho 春 chun 秋 chau 冬 tung 雪 suet 风 fung 雨 yu 电 tin 火 fo 土 to 木 muk 森 sum 松 chung 柏 pak
竹 chuk 树 shu 根 kan 新 sun 良 leung 善 sin 仁 yan 义 yi 礼 lai 智 chi 信 shun 忠 chung 孝 hau 勇 yung 刚 kong
毅 ngai 威 wai 斌 pan 彬 pan 振 chun 雄 hung 鹏 pang 飞 fei 翔 cheung 腾 tang 骏 chun 超 chiu 越 yuet 凯 hoi 旋 suen
军 kwan 民 man 权 kuen 泉 chuen 全 chuen 元 yuen 远 yuen 圆 yuen 缘 yuen 宏 wang 鸿 hung 红 hung 虹 hung 恒 hang
衡 hang 亨 hang 学 hok 鹤 hok 乐 lok 洛 lok 理 lei 立 lap 力 lik 历 lik 亮 leung 琳 lam 麟 lun 伦 lun 世 sai 仕 sze
士 sze 师 sze 时 shi 始 chi 锋 fung 峰 fung 丰 fung 奉 fung 宝 po 保 po 波 po 博 pok 彪 piu 标 piu 炳 ping 秉 ping
炎 yim 焕 woon 灿 chan 煌 wong 基 kei 祺 ki 琦 ki 其 kei 启 kai 继 kai 佳 kai 加 ka 景 king 敬 king 镜 keng 竞 king
经 king 锦 kam 琴 kam 钦 yam 钧 kwan 君 kwan 坤 kwan 昆 kwan 勤 kan 均 kwan 桂 kwai 奎 fui 葵 kwai 冠 koon 观 koon
广 kwong 贤 yin 显 hin 宪 hin 献 hin 先 sin 仙 sin 祥 cheung 章 cheung 彰 cheung 璋 cheung 长 cheung 常 sheung
尚 sheung 耀 yiu 尧 yiu 业 yip 宜 yi 仪 yee 艺 ngai 逸 yat 一 yat 日 yat 益 yik 易 yik 亿 yik 奕 yik 应 ying 映 ying
盈 ying 咏 wing 泳 wing 友 yau 有 yau 佑 yau 祐 yau 幼 yau 裕 yu 如 yu 儒 yu 愉 yu 誉 yu 旭 yuk 育 yuk 润 yun 运 wan
允 wan 蕴 wan 韵 wan 庭 ting 廷 ting 亭 ting 定 ting 鼎 ting 添 tim 湛 cham 占 chim 哲 chit 洁 kit 节 chit 照 chiu
兆 siu 绍 siu 少 siu 昭 chiu 潮 chiu 朝 chiu 传 chuen 存 chuen 进 chun 镇 chun 真 chan 卫 wai 维 wai 惟 wai 为 wai
炜 wai 弘 wang 泓 wang 汉 hon 翰 hon 瀚 hon 侃 hon 开 hoi 楷 kai 佩 pui 培 pui 沛 pui 蓓 pui 品 pan 宾 pan 可 ho 好 ho
昊 ho 皓 ho 厚 hau 效 hau 希 hei 熙 hei 曦 hei 禧 hei 谦 him 协 hip 侠 hap 晖 fai 慈 chi 之 chi 致 chi 治 chi 池 chi
迟 chi 知 chi 自 chi 紫 chi 次 chi 左 cho 祖 cho 楚 cho 初 cho 佐 cho 粤 yuet 悦 yuet 荫 yam 鄂 ngok 娥 ngor 港 kong
九 kau 记 kee 行 hong 联 luen 连 lin 年 nin 宁 ning 农 nung 女 nui 诺 lok 励 lai 来 loi 莱 loi 蕾 lui 路 lo 妙 miu
苗 miu 曼 man 汶 man 勉 min 棉 min 绵 min 面 min 铭 ming 名 ming 鸣 ming 茂 mau 谋 mau 微 mei 媚 mei 眉 mei 慕 mo
模 mo 我 ngo 颜 ngan 雁 ngan 银 ngan 艾 ngai 澳 o 三 sam 心 sum 深 sum 审 sum 四 sze 五 ng 六 luk 七 chat 八 pat
十 sup 百 pak 千 chin 青 ching 清 ching 澄 ching 诚 shing 承 shing 胜 sing 星 sing 升 sing 声 sing 圣 sing 城 shing
丞 shing 舜 shun 纯 shun 淳 shun 迅 shun 硕 shek 书 shu 舒 shu 仲 chung 聪 chung 宗 chung 众 chung 从 chung 重 chung
彤 tung 栋 tung 桐 tung 统 tung 同 tung 堂 tong 塘 tong 棠 tong 涛 to 桃 to 图 to 道 to 太 tai 泰 tai
"""
_PAIRED = _CANTONESE.split()
CANTONESE: dict[str, str] = dict(reversed(list(zip(_PAIRED[::2], _PAIRED[1::2], strict=True))))
"""Usual Hong Kong spellings of characters of names, without tones."""
