-- Ten measures (and the base pack's completeness measures), base and draft, over lines and facts: what an analyst who knows
-- DuckDB well writes for this one question. Sets are asked once for each combination of facts, not for each line; NULL is
-- "not known", as in our logic. `$lines`, `$facts` and `$changed` are put in by the bench. Results: the tables moves, months,
-- territories, partners, products, measures, open_orders, orders_moved, losers, and the file of changed lines with reasons.

CREATE OR REPLACE MACRO lies_within(known, possible, more, codes) AS
    CASE WHEN list_has_any(known, codes) THEN true
         WHEN more OR list_has_any(possible, codes) THEN NULL
         ELSE false END;

CREATE OR REPLACE MACRO stops(truth, effect) AS CASE WHEN truth IS NULL THEN 1 WHEN truth THEN effect ELSE 0 END;

CREATE OR REPLACE MACRO reports(truth, effect) AS CASE WHEN truth THEN effect ELSE 0 END;

CREATE OR REPLACE MACRO reason(id, truth, effect) AS
    CASE WHEN truth IS NULL THEN {'measure': id, 'status': 'unknown', 'effect': 'hold'}
         WHEN truth THEN {'measure': id, 'status': 'applies', 'effect': effect} END;

CREATE OR REPLACE MACRO flag_reason(id, truth) AS
    CASE WHEN truth IS NULL THEN {'measure': id, 'status': 'not_evaluable', 'effect': 'allow'}
         WHEN truth THEN {'measure': id, 'status': 'applies', 'effect': 'hold'} END;

CREATE OR REPLACE TEMP TABLE asked AS
SELECT DISTINCT ON (row)
    row,
    lies_within(any_role__territory, any_role__territory__possible, any_role__territory__open, ['RU', 'UA', 'EAEU']) AS any_in_ru_ua,
    lies_within(any_role__territory, any_role__territory__possible, any_role__territory__open, ['RU', 'UA', 'BY', 'EAEU'])
        AS any_in_ru_ua_by,
    lies_within(ship_to__territory, ship_to__territory__possible, ship_to__territory__open,
        ['KZ', 'KG', 'AM', 'UZ', 'GE', 'TR']) AS to_six,
    lies_within(ship_to__territory, ship_to__territory__possible, ship_to__territory__open,
        ['TR', 'AE', 'KZ', 'KG', 'AM', 'GE', 'UZ']) AS to_seven,
    lies_within(ship_to__territory, ship_to__territory__possible, ship_to__territory__open,
        ['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV',
         'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK']) AS to_eu,
    lies_within(ship_to__territory, ship_to__territory__possible, ship_to__territory__open, ['GB']) AS to_gb,
    list_has_any(activity, ['repair']) AS repair,
    returned_to_sender,
    product__thermal_camera AS thermal,
    end_user__military AS military,
    product__hs6 LIKE '8806%' AS drone,
    end_use__class IN ('combat', 'weapon_carriage') AS weapons,
    buyer__type = 'trading_company' AND buyer__website_status <> 'live' AS no_site,
    product__mtow_g > 25000 AS heavy,
    licence__covers_eu AS licence,
    buyer__incorporated_on AS founded,
    channel = 'web' AND NOT end_use__statement_on_file AS web_without_statement,
    end_user__filled IS NULL AS no_end_user,
    any_role__territory__open AS somewhere
FROM read_parquet($facts);

CREATE OR REPLACE TEMP TABLE judged AS
WITH truths AS (
    SELECT l."order", l.order_activity, l.line, l.actor, l.day, l.partner, l.product, l.territory, l.currency, l.value,
        l.status, l.contract__concluded_on,
        a.no_end_user,
        a.somewhere,
        l.day >= DATE '2022-04-26'
            AND a.any_in_ru_ua
            AND NOT (a.repair AND l.received_on < DATE '2022-04-26' AND a.returned_to_sender) AS base_1,
        l.day >= DATE '2022-03-01'
            AND a.any_in_ru_ua_by
            AND NOT (a.repair AND l.received_on < DATE '2022-04-26' AND a.returned_to_sender) AS draft_1,
        l.day >= DATE '2022-06-01' AND l.day < DATE '2024-07-01' AND a.to_six AND a.thermal AS both_2,
        a.military AS both_3,
        a.drone AND l.quantity > 55 AS base_4,
        a.drone AND l.quantity > 45 AS draft_4,
        a.weapons AS both_5,
        a.no_site AS both_6,
        NOT (a.to_eu OR (l.day < DATE '2020-02-01' AND a.to_gb)) AND a.heavy AND NOT a.licence AS base_7,
        NOT (a.to_eu OR (l.day < DATE '2020-02-01' AND a.to_gb)) AND a.heavy AS draft_7,
        a.founded > l.placed_on - 365 AS both_8,
        a.to_seven AND l.value >= 6000 AS base_9,
        a.to_seven AND l.value >= 3000 AS draft_9,
        l.day >= DATE '2024-01-01' AND a.web_without_statement AS base_10,
        l.day >= DATE '2023-01-01' AND a.web_without_statement AS draft_10
    FROM read_parquet($lines) AS l JOIN asked AS a USING (row)
    WHERE l.day IS NOT NULL
)
SELECT "order", order_activity, line, actor, day, partner, product, territory, currency, value, status,
    contract__concluded_on,
    greatest(no_end_user::INT, somewhere::INT, stops(base_1, 2), stops(both_2, 1), stops(both_3, 2), stops(base_4, 1),
        stops(both_5, 2), reports(both_6, 1), stops(base_7, 1), reports(both_8, 1), stops(base_9, 1), reports(base_10, 1))::TINYINT
        AS before,
    greatest(no_end_user::INT, somewhere::INT, stops(draft_1, 2), stops(both_2, 2), stops(both_3, 2), stops(draft_4, 1),
        stops(both_5, 2), reports(both_6, 1), stops(draft_7, 1), reports(both_8, 1), stops(draft_9, 1), reports(draft_10, 1))::TINYINT
        AS after,
    list_filter([
        CASE WHEN no_end_user THEN {'measure': 'base-required-role', 'status': 'applies', 'effect': 'hold'} END,
        CASE WHEN somewhere THEN {'measure': 'base-territory', 'status': 'applies', 'effect': 'hold'} END,
        reason('m01', base_1, 'deny'), reason('m02', both_2, 'hold'), reason('m03', both_3, 'deny'),
        reason('m04', base_4, 'hold'), reason('m05', both_5, 'deny'), flag_reason('m06', both_6),
        reason('m07', base_7, 'hold'), flag_reason('m08', both_8), reason('m09', base_9, 'hold'),
        flag_reason('m10', base_10)], lambda one: one IS NOT NULL) AS reasons_before,
    list_filter([
        CASE WHEN no_end_user THEN {'measure': 'base-required-role', 'status': 'applies', 'effect': 'hold'} END,
        CASE WHEN somewhere THEN {'measure': 'base-territory', 'status': 'applies', 'effect': 'hold'} END,
        reason('m01', draft_1, 'deny'), reason('m02', both_2, 'deny'), reason('m03', both_3, 'deny'),
        reason('m04', draft_4, 'hold'), reason('m05', both_5, 'deny'), flag_reason('m06', both_6),
        reason('m07', draft_7, 'hold'), flag_reason('m08', both_8), reason('m09', draft_9, 'hold'),
        flag_reason('m10', draft_10)], lambda one: one IS NOT NULL) AS reasons_after
FROM truths;

CREATE OR REPLACE TEMP TABLE moves AS
SELECT before, after, currency, count(*) AS lines, sum(value) AS worth FROM judged GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE months AS
SELECT date_trunc('month', day) AS month, before, after, currency, count(*) AS lines, sum(value) AS worth
FROM judged GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE territories AS
SELECT territory, before, after, currency, count(*) AS lines, sum(value) AS worth FROM judged GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE partners AS
SELECT partner, before, after, currency, count(*) AS lines, sum(value) AS worth FROM judged WHERE before <> after GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE products AS
SELECT product, before, after, currency, count(*) AS lines, sum(value) AS worth FROM judged WHERE before <> after GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE measures AS
SELECT 'base' AS side, one.measure AS measure, one.status AS status, currency, count(*) AS lines, sum(value) AS worth
FROM (SELECT unnest(reasons_before) AS one, currency, value FROM judged) GROUP BY ALL
UNION ALL
SELECT 'draft', one.measure, one.status, currency, count(*), sum(value)
FROM (SELECT unnest(reasons_after) AS one, currency, value FROM judged) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE open_orders AS
SELECT before, after, currency, count(*) AS lines, sum(value) AS worth, count(DISTINCT "order") AS orders
FROM judged WHERE before <> after AND status = 'open' GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE orders_moved AS
SELECT before, after, count(*) AS orders
FROM (SELECT max(before) AS before, max(after) AS after FROM judged GROUP BY "order", order_activity) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE losers AS
SELECT partner, currency, sum(value) FILTER (before = 0 AND after > 0) AS lost, sum(value) AS total
FROM judged GROUP BY ALL HAVING sum(value) FILTER (before = 0 AND after > 0) > 0.2 * sum(value);

COPY (SELECT * FROM judged WHERE before <> after) TO $changed (FORMAT parquet, COMPRESSION zstd);
