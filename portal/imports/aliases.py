"""What people call a column, in English and Chinese: headings as they stand in lists from offices, firms and data sets."""

import re
import unicodedata

# Field, or the first half of a pair of fields in two languages: what else it is called. Folded as by `folded_heading`.
ALIASES = {
    "name": (
        "title fullname officialname label headline company companyname organisation organization organisationname "
        "organizationname institution park parkname zone zonename policy policyname policytitle document person "
        "personname product productname regionname sectorname sourcetitle 名称 名字 全称 标题 题名 姓名 政策名称 文件名称 "
        "文件标题 园区名称 园区 开发区名称 开发区 企业名称 企业 公司名称 公司 机构名称 机构 单位名称 单位 组织名称 人名 "
        "产品名称 产品 地区名称 行政区名称 行业名称"
    ),
    "title": "name position jobtitle event 名称 标题 职务 职位 事件",
    "summary": "description abstract intro introduction profile 简介 描述 摘要 概述 介绍 企业简介 公司简介 园区简介 内容摘要",
    "definition": "description meaning 定义 说明 描述",
    "note": "remark remarks comment 备注 说明 注",
    "text": "name alias 名称 别名",
    "slug": "address permalink 网址名",
    "pinyin": "拼音 汉语拼音 读音",
    "code": "adcode gbcode divisioncode regioncode indicatorcode 代码 编码 行政区划代码 区划代码 指标代码",
    "parent": "parentcode parentid partof belongsto 上级 上级代码 上级地区 父级 父级代码 隶属 所属",
    "level": "grade tier 级别 等级 层级 效力级别",
    "kind": "type category zonetype parktype 类型 类别 种类 性质",
    "kind_of_source": "kind type category 类型 类别 来源类型",
    "status": "state 状态 时效性",
    "region": (
        "district city province location area county regioncode districtcode adcode 地区 所在地区 区域 行政区 区县 所属区 "
        "所在区 所属区县 城市 省份 所在地 属地"
    ),
    "place_as_printed": "place location address city 地点 地址 所在地 城市",
    "latitude": "lat centerlat centrelat centroidlat 纬度",
    "longitude": "lng lon long centerlng centrelng centerlon centroidlng centroidlon 经度",
    "website": "homepage url web site link 官网 网址 网站 官方网站 链接",
    "url": "link website webpage weblink 网址 链接 原文链接 来源链接",
    "published": (
        "publicationdate publisheddate publishdate datepublished releasedate releaseddate pubdate issuedate issueddate date "
        "发布日期 发布时间 公布日期 公开日期 印发日期 发文日期 日期"
    ),
    "signed": "signeddate datesigned 成文日期 签署日期",
    "effective": "effectivedate inforce inforcefrom 施行日期 生效日期 实施日期",
    "expires": "expirydate expirationdate validuntil 失效日期 废止日期 有效期至",
    "date": "day datedesignated eventdate 日期 时间 认定日期 批准日期",
    "period": "year date when 年份 年度 时间 期间 日期",
    "started": "startyear startdate founded 启动时间 开始时间",
    "number_as_printed": "documentnumber docnumber docno 文号 发文字号 文件编号",
    "issuer_as_printed": "issuer issuedby issuingbody issuingagency 发布机构 发文机关 发布单位 印发单位 制定机关 认定单位",
    "publisher_as_printed": (
        "publisher issuer issuedby issuerorpublisher site medium outlet source 发布机构 发布单位 出版者 媒体 来源 出处"
    ),
    "sectors": "sector industry industries 行业 产业 领域 产业领域 所属行业 主导产业",
    "sector": "industry field 行业 产业 领域",
    "maker": "company companyname developer manufacturer vendor organisation organization 企业 公司 开发者 研发单位 厂商",
    "organisation": "company companyname organization organisationname firm 企业 公司 机构 企业名称 公司名称 单位",
    "organisation_as_printed": "organisation organization company 机构 单位 企业 公司",
    "park": "parkname zone zonename 园区 园区名称 开发区 所在园区",
    "person": "name personname 姓名 人物 人名",
    "product": "productname 产品 产品名称",
    "owner": "shareholder investor parentcompany 股东 投资方 所有者",
    "share_percent": "share stake percentage 持股比例 股权比例 占比",
    "subject": "record 对象 主体 园区 企业",
    "record": "subject 对象 主体 园区 企业",
    "indicator": "indicatorcode metric measure 指标 指标名称",
    "as_printed": "printed value number amount wording 原文 数值 数量 金额",
    "unit": "units 单位 计量单位",
    "currency": "币种 货币",
    "designee_as_printed": "designee name 认定对象 被认定单位 名称",
    "quote": "quotation excerpt words 原文 引文 摘录 原话",
    "locator": "page paragraph position 位置 页码 段落",
    "source": "document sourcetitle 来源 文献 文件",
    "citation": "quote evidence reference 引用 出处 证据",
    "citations": "citation evidence references 引用 出处 证据",
    "family_name": "surname lastname 姓",
    "given_name": "firstname forename 名",
    "horizon": "targetyear deadline 目标年 目标时间 期限",
    "condition": "requirement rule 条件 要求",
    "clause": "article 条款",
}

CHINESE_WORDS = ("zh", "cn", "chn", "chinese", "hans", "zhcn", "中文", "汉语", "中文版")
ENGLISH_WORDS = ("en", "eng", "english", "英文", "英语", "英文版")
# Words that say how a column came about, not what it holds.
QUALIFIERS = ("unverified", "verified", "raw", "original", "col", "column", "field")
WORDS = re.compile(r"[^\W_]+")
BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words_of(heading):
    """The words of a heading, width and case folded: `companyName_ZH` and `Company name (zh)` are the same."""
    plain = unicodedata.normalize("NFKC", str(heading))
    return [word.casefold() for word in WORDS.findall(BOUNDARY.sub(" ", plain))]


def folded_heading(heading):
    """What two spellings of one heading have in common."""
    return "".join(words_of(heading))


def parted(heading):
    """`(what it names, "zh" or "en" or "")`: the folded heading without the words for a language."""
    language, rest = "", []
    for word in words_of(heading):
        if word in CHINESE_WORDS:
            language = "zh"
        elif word in ENGLISH_WORDS:
            language = "en"
        elif word not in QUALIFIERS:
            rest.append(word)
    base = "".join(rest)
    for mark, code in (("中文", "zh"), ("英文", "en")):
        if base != mark and (base.startswith(mark) or base.endswith(mark)):
            base, language = base.removeprefix(mark).removesuffix(mark), code
    # 中文名, 英文名称: what is left of them is a name.
    return ("名称" if base == "名" and language else base), language


CALLED = {target: frozenset(words.split()) for target, words in ALIASES.items()}
