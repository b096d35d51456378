"""Chinese names meet their Latin forms: pinyin, Wade-Giles, Hong Kong; companies are translated."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.screening.names import normalised, spellings
from moratorium.screening.scripts.wade_giles import wade_giles

PAIRS = """
习近平|Xi Jinping
李克强|Li Keqiang
孟晚舟|Meng Wanzhou
任正非|Ren Zhengfei
曾庆红|Zeng Qinghong
单霁翔|Shan Jixiang
欧阳自远|Ouyang Ziyuan
李嘉诚|Li Ka-shing
林鄭月娥|Lam Cheng Yuet Ngor
梁振英|Leung Chun-ying
曾荫权|Tsang Yam-kuen
陈方安生|Chan Fong On-sang
黃之鋒|Wong Chi-fung
郭台銘|Kuo Tai-ming
蔣經國|Chiang Ching-kuo
蔡英文|Tsai Ying-wen
謝長廷|Hsieh Chang-ting
張忠謀|Chang Chung-mou
宋楚瑜|Sung Chu-yu
李登輝|Lee Teng-hui
周润发|Chow Yun-fat
华为技术有限公司|Huawei Technologies Co., Ltd.
中兴通讯股份有限公司|ZTE Corporation
深圳市大疆创新科技有限公司|Shenzhen DJI Innovation Technology Co Ltd
深圳市大疆创新科技有限公司|Shenzhen Dajiang Chuangxin Keji Youxian Gongsi
杭州海康威视数字技术股份有限公司|Hangzhou Hikvision Digital Technology Co., Ltd.
北京航空航天大学|Beihang University
哈尔滨工业大学|Harbin Institute of Technology
中国航天科技集团有限公司|China Aerospace Science and Technology Corporation
中芯国际集成电路制造有限公司|SMIC International Integrated Circuit Manufacturing
丹东鸿祥实业发展有限公司|Dandong Hongxiang Industrial Development Co Ltd
大连海运国际物流有限公司|Dalian Shipping International Logistics
香港恒通贸易有限公司|Hang Tung Trading Limited Hong Kong
香港恒通贸易有限公司|Hengtong Trading (HK) Ltd
广州飞腾电子科技有限公司|Guangzhou Phytium Electronics Technology Co., Ltd.
四川长虹电器股份有限公司|Sichuan Changhong Electric Co Ltd
上海复旦微电子集团|Shanghai Fudan Microelectronics Group
長江和記實業有限公司|CK Hutchison Cheung Kong Wo Kee Industrial Ltd
台灣積體電路製造股份有限公司|Taiwan Integrated Circuit Manufacturing Ltd
西安爱生技术集团公司|Xi'an Aisheng Technology Group Co Ltd
沈阳飞机工业集团有限公司|Shenyang Aircraft Industry Group Co.
中国电子科技集团公司第十研究所|China Electronics Technology Group Corporation 10th Research Institute
新疆生产建设兵团|Xinjiang Production and Construction Corps Bingtuan
厦门美图网科技有限公司|Xiamen Meitu Technology Co Ltd
苏州晶方半导体科技股份有限公司|Suzhou Jingfang Semiconductor Technology
"""


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_a_name_meets_its_latin_form(pair: str, meet: Callable[[str, str], bool]) -> None:
    original, latin = pair.split("|")
    assert meet(original, latin)


def test_traditional_and_simplified_characters_are_one_name() -> None:
    assert normalised("華為技術有限公司") == normalised("华为技术有限公司")


def test_a_surname_has_its_own_reading() -> None:
    assert normalised("单国强") == "shan guoqiang"
    assert normalised("曾国藩") == "zeng guofan"


def test_a_name_written_twice_is_read_as_two_names() -> None:
    found = spellings("Shenzhen Qianhai Star Ltd (深圳前海有限公司)")
    assert found[:2] == (("shenzhen", "qianhai", "star", "ltd"), ("shenzhen", "qianhai", "ltd"))


def test_wade_giles_of_all_syllables_is_plain_letters() -> None:
    assert [wade_giles(each) for each in ("zi", "si", "rong", "xue", "nu")] == ["tzu", "ssu", "jung", "hsueh", "nu"]
