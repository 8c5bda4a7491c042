//! Versions, and what `read_group` is on each.

use odoo_client_wasm::version::{ReadGroup, Version, is_old_read_group};
use serde_json::json;

#[test]
fn every_version_has_its_methods() {
    use ReadGroup::{Gone, Old, Other};
    for (text, version, formatted, old) in [
        ("17.0", (17, 0), false, Old),
        ("17.0+e", (17, 0), false, Old),
        ("saas~17.4", (17, 4), false, Old),
        ("18.0-20250101", (18, 0), false, Old),
        ("saas~18.3", (18, 3), false, Old),
        ("saas~18.4+e", (18, 4), true, Old),
        ("19.0", (19, 0), true, Old),
        ("saas~19.1", (19, 1), true, Gone),
        ("saas-19.4", (19, 4), true, Gone),
        ("20.0-20260918", (20, 0), true, Other),
        ("saas~20.1", (20, 1), true, Other),
        ("21", (21, 0), true, Other),
    ] {
        let told = Version::parse(text).expect(text);
        assert_eq!((told.major, told.minor), version, "{text}");
        assert_eq!(told.has_formatted_read_group(), formatted, "{text}");
        assert_eq!(told.read_group(), old, "{text}");
    }
    for (info, version) in [
        (json!({ "server_version": "saas~19.4" }), Some((19, 4))),
        (
            json!({ "server_version": "17.0", "server_version_info": [17, 0, 0, "final", 0, ""] }),
            Some((17, 0)),
        ),
        (json!({ "server_version": "20.0+e" }), Some((20, 0))),
        (json!({ "server_version": "master" }), None),
        (json!({}), None),
    ] {
        let told = Version::told(&info).map(|version| (version.major, version.minor));
        assert_eq!(told, version, "{info}");
    }
}

#[test]
fn an_old_call_is_told_from_a_new_one() {
    for (args, kwargs, is_old) in [
        (json!([[], ["amount:sum"], ["partner_id"]]), json!({}), true),
        (json!([[], ["total:sum(amount)"], []]), json!({}), true),
        (json!([[], [], ["partner_id"]]), json!({}), true),
        (json!([[], ["id:count"], "priority"]), json!({}), true),
        (
            json!([[], ["amount"], ["date:month"]]),
            json!({ "lazy": false }),
            true,
        ),
        (
            json!([[]]),
            json!({ "fields": ["amount:sum"], "groupby": ["partner_id"] }),
            true,
        ),
        (
            json!([[], ["amount:sum"]]),
            json!({ "groupby": ["partner_id"] }),
            true,
        ),
        (
            json!([[], ["partner_id"], ["amount:sum"]]),
            json!({}),
            false,
        ),
        (
            json!([[], ["date:month"], ["__count", "amount:sum"]]),
            json!({}),
            false,
        ),
        (json!([[], ["partner_id"]]), json!({}), false),
        (
            json!([[]]),
            json!({ "groupby": ["partner_id"], "aggregates": ["amount:sum"] }),
            false,
        ),
        (
            json!([]),
            json!({ "domain": [], "groupby": ["partner_id"] }),
            false,
        ),
    ] {
        assert_eq!(is_old_read_group(&args, &kwargs), is_old, "{args} {kwargs}");
    }
}
