//! Domains, held against a reference that looks at every record and knows no index, column or set.

#![allow(clippy::unwrap_used)]

mod calls;
mod changes;
mod reference;
mod world;

use odoo_sandbox_orm::Flavour;
use proptest::prelude::*;
use serde_json::{Value, json};

use world::World;

/// How often to try; `PROPTEST_CASES` asks for more.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(usual)
}

fn flavour() -> impl Strategy<Value = Flavour> {
    prop::sample::select(Flavour::ALL.to_vec())
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "", "a", "b", "ab", "Ab", "aB", "ba%", "b_a", "abc", "é", "É1",
    ])
    .prop_map(str::to_owned)
}

fn condition() -> impl Strategy<Value = Value> {
    let equality = prop::sample::select(vec!["=", "!=", "=?"]);
    let order = prop::sample::select(vec!["<", "<=", ">", ">="]);
    let like = prop::sample::select(vec![
        "like",
        "ilike",
        "not like",
        "not ilike",
        "=like",
        "=ilike",
    ]);
    let membership = prop::sample::select(vec!["in", "not in"]);
    let texts = prop::sample::select(vec![
        "name",
        "note",
        "kind",
        "parent_id.name",
        "parent_id.parent_id.name",
        "child_ids.name",
        "tag_ids.name",
    ]);
    let numbers = prop::sample::select(vec![
        "id",
        "count",
        "size",
        "parent_id.count",
        "child_ids.count",
    ]);
    let links = prop::sample::select(vec![
        "parent_id",
        "tag_ids",
        "child_ids",
        "parent_id.tag_ids",
    ]);
    let days = prop::sample::select(vec!["day", "moment"]);
    let text = prop_oneof![word().prop_map(Value::from), Just(json!(false))];
    let number = prop_oneof![(-2i64..6).prop_map(Value::from), Just(json!(false))];
    let id = prop_oneof![(0i64..9).prop_map(Value::from), Just(json!(false))];
    let date = prop::sample::select(vec![
        json!("2026-01-01"),
        json!("2026-01-02"),
        json!("2026-01-02 12:00:00"),
        json!(false),
    ]);
    let flag = prop_oneof![Just(json!(true)), Just(json!(false))];
    prop_oneof![
        (texts.clone(), equality.clone(), text.clone())
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (
            texts.clone(),
            membership.clone(),
            prop::collection::vec(text.clone(), 0..4)
        )
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (texts.clone(), like, word())
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (texts, order.clone(), word())
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (numbers.clone(), equality.clone(), number.clone())
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (
            numbers.clone(),
            membership.clone(),
            prop::collection::vec(number.clone(), 0..4)
        )
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (numbers, order.clone(), -2i64..6)
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (days.clone(), equality.clone(), date.clone())
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (days, order, date).prop_map(|(field, operator, value)| json!([field, operator, value])),
        (
            prop::sample::select(vec!["flag", "parent_id.flag"]),
            equality.clone(),
            flag
        )
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (links.clone(), equality, id.clone())
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (
            links.clone(),
            membership,
            prop::collection::vec(id.clone(), 0..4)
        )
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        (
            prop::sample::select(vec!["id", "parent_id"]),
            prop::sample::select(vec!["child_of", "parent_of"]),
            prop::collection::vec(1i64..9, 0..3)
        )
            .prop_map(|(field, operator, value)| json!([field, operator, value])),
        prop::sample::select(vec![json!([1, "=", 1]), json!([0, "=", 1])]),
    ]
}

/// Domains in Polish notation, with and without the signs one may leave out.
fn domain() -> impl Strategy<Value = Value> {
    let expression = condition().prop_map(|condition| vec![condition]).prop_recursive(4, 16, 3, |inner| {
        let any = (prop::sample::select(vec!["any", "not any"]), prop::sample::select(vec!["parent_id", "child_ids"]), inner.clone())
            .prop_map(|(operator, field, below)| vec![json!([field, operator, below])]);
        prop_oneof![
            4 => (prop::sample::select(vec!["&", "|"]), inner.clone(), inner.clone()).prop_map(|(sign, left, right)| {
                [vec![json!(sign)], left, right].concat()
            }),
            2 => inner.prop_map(|denied| [vec![json!("!")], denied].concat()),
            1 => any,
        ]
    });
    prop::collection::vec(expression, 0..3).prop_map(|parts| Value::Array(parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(400)))]

    #[test]
    fn searching_finds_what_looking_at_every_record_finds(world in world::worlds(), domain in domain(), flavour in flavour()) {
        let World { things, .. } = &world;
        let expected: Vec<i64> =
            things.iter().filter(|thing| reference::holds(flavour, &world, thing, &domain)).map(|thing| thing.id).collect();
        let mut database = world.database(flavour);
        let found = database.execute_kw(1, "x.thing", "search", vec![domain.clone()], Default::default());
        if found.as_ref().is_err_and(|fault| fault.name == "psycopg2.errors.UndefinedFunction") {
            // Up to 18 the database compares no id with false.
            prop_assert!(flavour < Flavour::V19 && domain.to_string().contains("child_ids"), "{}", domain);
            return Ok(());
        }
        let found = found.unwrap();
        prop_assert_eq!(found, Some(json!(expected)), "{}", domain);
        let count = database.execute_kw(1, "x.thing", "search_count", vec![domain.clone()], Default::default()).unwrap();
        prop_assert_eq!(count, Some(json!(expected.len())));
    }
}

/// JSON of any shape, leaning towards what domains are made of.
fn anything() -> impl Strategy<Value = Value> {
    let atom = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        prop::sample::select(vec![
            "&",
            "|",
            "!",
            "=",
            "in",
            "any",
            "child_of",
            "=?",
            "ilike",
            "name",
            "id",
            "parent_id",
            "tag_ids",
            "parent_id.",
            ".",
            "props.x",
            "flag",
            "day"
        ])
        .prop_map(Value::from),
    ];
    atom.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec(("[a-z]{0,4}", inner), 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(600)))]

    #[test]
    fn no_domain_and_no_order_panics(domain in anything(), order in "\\PC{0,12}", flavour in flavour()) {
        let mut database = World::default().database(flavour);
        let kwargs = json!({"order": order, "limit": 3}).as_object().cloned().unwrap();
        let _ = database.execute_kw(2, "x.thing", "search", vec![domain.clone()], kwargs);
        let _ = database.execute_kw(2, "x.thing", "search", vec![json!([domain])], Default::default());
    }

    #[test]
    fn no_values_panic(vals in anything(), field in prop::sample::select(vec!["name", "count", "size", "day", "moment", "kind", "parent_id", "tag_ids", "child_ids", "props", "flag", "note"]), flavour in flavour()) {
        let mut database = World::default().database(flavour);
        let before = database.execute_kw(1, "x.thing", "search_read", vec![json!([])], Default::default()).unwrap();
        let mut one = serde_json::Map::new();
        one.insert("name".to_owned(), json!("new"));
        one.insert(field.to_owned(), vals.clone());
        if database.execute_kw(2, "x.thing", "create", vec![Value::Object(one)], Default::default()).is_err() {
            let after = database.execute_kw(1, "x.thing", "search_read", vec![json!([])], Default::default()).unwrap();
            prop_assert_eq!(before, after, "an error in the middle changes nothing");
        }
        let _ = database.execute_kw(2, "x.thing", "create", vec![vals], Default::default());
    }
}
