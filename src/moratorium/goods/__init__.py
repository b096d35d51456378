"""Goods: what our products are, which goods lists name them and which control entries they meet.

=============== ================================================================
module          what is in it
=============== ================================================================
codes           HS codes and ECCNs as people write them; the bands of heading 8806
lists           goods lists by HS code, and the data files that ship with us
controls        control entries: technical figures as conditions, three-valued
catalogue       the maker's catalogue, joined to orders by product id
consistency     questions about a product whose statements contradict each other
facts           the ``product.*`` facts of one row
=============== ================================================================

Classification is an input that a person signs. Nothing here computes an HS code or an ECCN; what contradicts is asked
about, never corrected, and what is not stated is unknown.
"""

from moratorium.goods.catalogue import NO_CATALOGUE, Catalogue, Product, Question, RowLost, ValueLost, catalogue_of
from moratorium.goods.controls import ControlEntry, entry_truth
from moratorium.goods.facts import figures_asked, merge, product_facts
from moratorium.goods.lists import GOODS_FILES, NO_GOODS, Goods, GoodsItem, GoodsList, read_goods

__all__ = [
    "GOODS_FILES",
    "NO_CATALOGUE",
    "NO_GOODS",
    "Catalogue",
    "ControlEntry",
    "Goods",
    "GoodsItem",
    "GoodsList",
    "Product",
    "Question",
    "RowLost",
    "ValueLost",
    "catalogue_of",
    "entry_truth",
    "figures_asked",
    "merge",
    "product_facts",
    "read_goods",
]
