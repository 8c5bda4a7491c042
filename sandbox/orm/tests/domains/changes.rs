//! Records after any number of changes, some of them refused: nothing half done, nothing out of
//! date.

use std::collections::HashMap;

use odoo_sandbox_orm::{Database, Flavour};
use proptest::prelude::*;
use serde_json::{Value, json};

/// One change. Records are named by their place among those there are.
#[derive(Clone, Debug)]
enum Change {
    Create(Value),
    Write(Vec<prop::sample::Index>, Value),
    Unlink(Vec<prop::sample::Index>),
    Copy(prop::sample::Index),
    SetParent(prop::sample::Index, prop::sample::Index),
}

/// Values for a contact, some of which no contact can have.
fn vals() -> impl Strategy<Value = Value> {
    let name = prop::option::weighted(
        0.9,
        prop::sample::select(vec![json!("Ann"), json!("Bob"), json!("Co"), json!(false)]),
    );
    let company = prop::option::of(any::<bool>());
    let country = prop::option::of(prop::sample::select(vec![
        json!(20),
        json!(233),
        json!(false),
        json!(999_999),
    ]));
    let tags = prop::option::of(prop::sample::select(vec![
        json!([[0, 0, {"name": "t"}]]),
        json!([[5, 0, 0]]),
        json!([[6, 0, [1]]]),
        json!([[4, 777, 0]]),
        json!([[0, 0, {"name": "t"}], [0, 0, {}]]),
    ]));
    let children = prop::option::weighted(
        0.2,
        Just(json!([[0, 0, {"name": "Kid"}], [0, 0, {"name": "Heir"}]])),
    );
    let color = prop::option::weighted(0.1, prop::sample::select(vec![json!(3), json!("x")]));
    (name, company, country, tags, children, color).prop_map(
        |(name, company, country, tags, children, color)| {
            let given = [
                ("name", name),
                ("is_company", company.map(Value::from)),
                ("country_id", country),
                ("category_id", tags),
                ("child_ids", children),
                ("color", color),
            ];
            given
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<prop::sample::Index>();
    let places = prop::collection::vec(any::<prop::sample::Index>(), 1..4);
    prop_oneof![
        3 => vals().prop_map(Change::Create),
        3 => (places.clone(), vals()).prop_map(|(places, vals)| Change::Write(places, vals)),
        2 => places.prop_map(Change::Unlink),
        1 => place.clone().prop_map(Change::Copy),
        3 => (place.clone(), place).prop_map(|(child, parent)| Change::SetParent(child, parent)),
    ]
}

fn admin(database: &mut Database, model: &str, method: &str, args: Value) -> Option<Value> {
    let Value::Array(args) = args else {
        panic!("a list of arguments is meant")
    };
    let context = json!({"context": {"active_test": false}})
        .as_object()
        .cloned()
        .unwrap();
    let kwargs = if method == "search_read" {
        context
    } else {
        Default::default()
    };
    database
        .execute_kw(2, model, method, args, kwargs)
        .ok()
        .flatten()
}

/// Everything there is to see of contacts and tags.
fn everything(database: &mut Database) -> (Value, Value) {
    let fields = json!([
        "name",
        "display_name",
        "parent_id",
        "child_ids",
        "is_company",
        "commercial_partner_id",
        "country_id",
        "category_id",
        "type",
        "write_date"
    ]);
    (
        admin(database, "res.partner", "search_read", json!([[], fields])).unwrap(),
        admin(
            database,
            "res.partner.category",
            "search_read",
            json!([[], ["name", "partner_ids"]]),
        )
        .unwrap(),
    )
}

/// Checks what follows from other values, and what lists and indexes say, against the records
/// themselves.
fn check(database: &mut Database, partners: &Value, tags: &Value) {
    let partners: HashMap<i64, &Value> = partners
        .as_array()
        .unwrap()
        .iter()
        .map(|partner| (partner["id"].as_i64().unwrap(), partner))
        .collect();
    let parent = |partner: &Value| partner["parent_id"][0].as_i64();
    for (id, partner) in &partners {
        let own = partner["name"].as_str().unwrap_or_default();
        let mut top = *id;
        while let (Some(parent), true) = (
            parent(partners[&top]),
            partners[&top]["is_company"] == false,
        ) {
            top = parent;
        }
        assert_eq!(partner["commercial_partner_id"][0], top, "{partner}");
        // A person goes by the company's name, or where there is none, by the one above.
        let above = match parent(partner) {
            Some(_) if partners[&top]["is_company"] == true => Some(partners[&top]),
            Some(parent) => Some(partners[&parent]),
            None => None,
        };
        let expected = match above {
            Some(above) if partner["is_company"] == false => {
                format!("{}, {own}", above["name"].as_str().unwrap_or_default())
            }
            _ => own.to_owned(),
        };
        assert_eq!(partner["display_name"], expected.trim(), "{partner}");
        let mut children: Vec<i64> = partners
            .iter()
            .filter(|(_, other)| parent(other) == Some(*id))
            .map(|(id, _)| *id)
            .collect();
        children.sort_unstable();
        let mut listed: Vec<i64> = partner["child_ids"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_i64)
            .collect();
        listed.sort_unstable();
        assert_eq!(listed, children, "{partner}");
        for tag in tags.as_array().unwrap() {
            let holds = partner["category_id"]
                .as_array()
                .unwrap()
                .contains(&tag["id"]);
            let held = tag["partner_ids"].as_array().unwrap().contains(&json!(id));
            assert_eq!(holds, held, "{partner} and {tag}");
        }
    }
    for name in ["Ann", "Bob", "Co", "Kid"] {
        let mut found: Vec<i64> = admin(
            database,
            "res.partner",
            "search",
            json!([[["name", "=", name], ["active", "in", [true, false]]]]),
        )
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_i64)
        .collect();
        found.sort_unstable();
        let mut named: Vec<i64> = partners
            .iter()
            .filter(|(_, partner)| partner["name"] == name)
            .map(|(id, _)| *id)
            .collect();
        named.sort_unstable();
        assert_eq!(found, named, "{name} by the index");
    }
}

fn apply(database: &mut Database, ids: &[i64], change: &Change) -> Option<Value> {
    let at = |place: &prop::sample::Index| *place.get(ids);
    match change {
        Change::Create(vals) => admin(database, "res.partner", "create", json!([vals])),
        Change::Write(places, vals) => {
            let ids: Vec<i64> = places.iter().map(at).collect();
            admin(database, "res.partner", "write", json!([ids, vals]))
        }
        Change::Unlink(places) => {
            let ids: Vec<i64> = places.iter().map(at).collect();
            admin(database, "res.partner", "unlink", json!([ids]))
        }
        Change::Copy(place) => admin(database, "res.partner", "copy", json!([[at(place)]])),
        Change::SetParent(child, parent) => admin(
            database,
            "res.partner",
            "write",
            json!([[at(child)], {"parent_id": at(parent)}]),
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(150)))]

    #[test]
    fn changes_are_whole_or_not_at_all_and_everything_follows(
        changes in prop::collection::vec(change(), 1..14),
        flavour in prop::sample::select(Flavour::ALL.to_vec()),
    ) {
        let mut database = Database::fresh("changes", flavour);
        for change in changes {
            let before = everything(&mut database);
            let ids: Vec<i64> = before.0.as_array().unwrap().iter().filter_map(|partner| partner["id"].as_i64()).collect();
            let done = apply(&mut database, &ids, &change);
            let after = everything(&mut database);
            if done.is_none() {
                prop_assert_eq!(&before, &after, "{:?} was refused", change);
            }
            check(&mut database, &after.0, &after.1);
        }
    }
}
