"""The province-level divisions as squares: no boundary is drawn. Codes, letters and names are those of GB/T 2260."""

from typing import NamedTuple

from editorial.bilingual import CHINESE, ENGLISH, Text, reading_language

COLUMNS, ROWS = 7, 8


class Province(NamedTuple):
    """`code` are the first two digits of the codes of everything in it; `column` and `row` the place of its square."""

    code: str
    letters: str
    short_zh: str
    name_en: str
    name_zh: str
    column: int
    row: int

    @property
    def name(self):
        return Text(self.name_zh, "zh-hans") if reading_language() == CHINESE else Text(self.name_en, ENGLISH)

    @property
    def label(self):
        return self.short_zh if reading_language() == CHINESE else self.letters

    @property
    def codes(self):
        """How a register may write it: in two digits or in six."""
        return self.code, f"{self.code}0000"


PROVINCES = tuple(
    Province(*line)
    for line in (
        ("11", "BJ", "京", "Beijing", "北京市", 4, 2),
        ("12", "TJ", "津", "Tianjin", "天津市", 5, 2),
        ("13", "HE", "冀", "Hebei", "河北省", 4, 3),
        ("14", "SX", "晋", "Shanxi", "山西省", 3, 2),
        ("15", "NM", "蒙", "Inner Mongolia", "内蒙古自治区", 4, 1),
        ("21", "LN", "辽", "Liaoning", "辽宁省", 5, 1),
        ("22", "JL", "吉", "Jilin", "吉林省", 6, 1),
        ("23", "HL", "黑", "Heilongjiang", "黑龙江省", 6, 0),
        ("31", "SH", "沪", "Shanghai", "上海市", 6, 4),
        ("32", "JS", "苏", "Jiangsu", "江苏省", 5, 4),
        ("33", "ZJ", "浙", "Zhejiang", "浙江省", 5, 5),
        ("34", "AH", "皖", "Anhui", "安徽省", 4, 4),
        ("35", "FJ", "闽", "Fujian", "福建省", 5, 6),
        ("36", "JX", "赣", "Jiangxi", "江西省", 4, 5),
        ("37", "SD", "鲁", "Shandong", "山东省", 5, 3),
        ("41", "HA", "豫", "Henan", "河南省", 3, 3),
        ("42", "HB", "鄂", "Hubei", "湖北省", 3, 4),
        ("43", "HN", "湘", "Hunan", "湖南省", 3, 5),
        ("44", "GD", "粤", "Guangdong", "广东省", 4, 6),
        ("45", "GX", "桂", "Guangxi", "广西壮族自治区", 3, 6),
        ("46", "HI", "琼", "Hainan", "海南省", 3, 7),
        ("50", "CQ", "渝", "Chongqing", "重庆市", 2, 4),
        ("51", "SC", "川", "Sichuan", "四川省", 1, 4),
        ("52", "GZ", "黔", "Guizhou", "贵州省", 2, 5),
        ("53", "YN", "滇", "Yunnan", "云南省", 1, 5),
        ("54", "XZ", "藏", "Xizang (Tibet)", "西藏自治区", 0, 4),
        ("61", "SN", "陕", "Shaanxi", "陕西省", 2, 3),
        ("62", "GS", "甘", "Gansu", "甘肃省", 1, 2),
        ("63", "QH", "青", "Qinghai", "青海省", 0, 3),
        ("64", "NX", "宁", "Ningxia", "宁夏回族自治区", 2, 2),
        ("65", "XJ", "新", "Xinjiang", "新疆维吾尔自治区", 0, 2),
        ("71", "TW", "台", "Taiwan", "台湾省", 6, 6),
        ("81", "HK", "港", "Hong Kong", "香港特别行政区", 5, 7),
        ("82", "MO", "澳", "Macao", "澳门特别行政区", 4, 7),
    )
)
BY_CODE = {code: province for province in PROVINCES for code in province.codes}
