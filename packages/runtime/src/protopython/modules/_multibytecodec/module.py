"""The modules that hand out codecs: _codecs_cn, _codecs_hk, _codecs_iso2022, _codecs_jp, _codecs_kr, _codecs_tw."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, wrap
from protopython.modules._multibytecodec import double_byte, hz, iso2022
from protopython.modules._multibytecodec.codec import W_MultibyteCodec
from protopython.modules._multibytecodec.conversion import Codec
from protopython.objects.model.define import define_module, function
from protopython.objects.model.errors import lookup_error, type_error
from protopython.objects.str.str import as_str


def by_name(codecs: list[Codec]) -> dict[str, Codec]:
    """Module level."""
    return {codec.name: codec for codec in codecs}


CN: Final = by_name([double_byte.GB2312, double_byte.GBK, double_byte.GB18030, hz.HZ])
HK: Final = by_name([double_byte.BIG5HKSCS])
ISO2022: Final = by_name(
    [
        iso2022.ISO2022_KR,
        iso2022.ISO2022_JP,
        iso2022.ISO2022_JP_1,
        iso2022.ISO2022_JP_2,
        iso2022.ISO2022_JP_2004,
        iso2022.ISO2022_JP_3,
        iso2022.ISO2022_JP_EXT,
    ]
)
JP: Final = by_name(
    [
        double_byte.SHIFT_JIS,
        double_byte.CP932,
        double_byte.EUC_JP,
        double_byte.SHIFT_JIS_2004,
        double_byte.EUC_JIS_2004,
        double_byte.EUC_JISX0213,
        double_byte.SHIFT_JISX0213,
    ]
)
KR: Final = by_name([double_byte.EUC_KR, double_byte.CP949, double_byte.JOHAB])
TW: Final = by_name([double_byte.BIG5, double_byte.CP950])

define_module("_codecs_cn", "Codecs of the People's Republic of China.")
define_module("_codecs_hk", "A codec of Hong Kong.")
define_module("_codecs_iso2022", "Codecs with escape sequences, of Japan and Korea.")
define_module("_codecs_jp", "Codecs of Japan.")
define_module("_codecs_kr", "Codecs of Korea.")
define_module("_codecs_tw", "Codecs of Taiwan.")


def codec_of(codecs: dict[str, Codec], w_name: Value) -> Value:
    name = as_str(w_name)
    if name is None:
        raise type_error("encoding name must be a string.")
    codec = codecs.get(name)
    if codec is None:
        raise lookup_error("no such codec is supported.")
    return wrap(W_MultibyteCodec(codec))


@function("_codecs_cn", "getcodec(object, /)", shown="($self, object, /)", doc="The codec of that name.")
def codec_cn(w_name: Value) -> Value:
    return codec_of(CN, w_name)


@function("_codecs_hk", "getcodec(object, /)", shown="($self, object, /)", doc="The codec of that name.")
def codec_hk(w_name: Value) -> Value:
    return codec_of(HK, w_name)


@function("_codecs_iso2022", "getcodec(object, /)", shown="($self, object, /)", doc="The codec of that name.")
def codec_iso2022(w_name: Value) -> Value:
    return codec_of(ISO2022, w_name)


@function("_codecs_jp", "getcodec(object, /)", shown="($self, object, /)", doc="The codec of that name.")
def codec_jp(w_name: Value) -> Value:
    return codec_of(JP, w_name)


@function("_codecs_kr", "getcodec(object, /)", shown="($self, object, /)", doc="The codec of that name.")
def codec_kr(w_name: Value) -> Value:
    return codec_of(KR, w_name)


@function("_codecs_tw", "getcodec(object, /)", shown="($self, object, /)", doc="The codec of that name.")
def codec_tw(w_name: Value) -> Value:
    return codec_of(TW, w_name)
