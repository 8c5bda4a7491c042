//! Evaluating a domain on records finds what searching in the sandbox finds, on every series; and a
//! domain survives its Python text.

use odoo_sandbox_orm::{Database, Flavour};
use odoo_schema::domain::evaluate::Evaluation;
use odoo_schema::domain::{Series, evaluate, normalize};
use odoo_schema::{Schema, python};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const MODELS: &str = r#"
module = "x"

[models."x.tag"]
description = "Tag"
fields = { name = { type = "char" } }

[models."x.thing"]
description = "Thing"
order = "id"

[models."x.thing".fields]
name = { type = "char" }
note = { type = "text" }
kind = { type = "selection", selection = [["a", "A"], ["b", "B"]] }
count = { type = "integer" }
size = { type = "float" }
flag = { type = "boolean" }
day = { type = "date" }
moment = { type = "datetime" }
parent_id = { type = "many2one", relation = "x.thing" }
child_ids = { type = "one2many", relation = "x.thing", inverse = "parent_id" }
tag_ids = { type = "many2many", relation = "x.tag" }

[[records]]
model = "x.tag"
fields = ["id", "name"]
rows = [[1, "a"], [2, "b"], [3, "ab"]]
"#;

/// Values of up to seven things; a parent comes before its children. Numbers are always there: no
/// answer tells none from 0.
fn things() -> impl Strategy<Value = Vec<Value>> {
    let text = prop::sample::select(vec!["", "a", "b", "ab", "Ab", "ba%", "b_a", "abc", "é"]);
    let days = prop::sample::select(vec!["2026-01-01", "2026-01-02", "2026-01-03"]);
    let moments = prop::sample::select(vec![
        "2026-01-01 00:00:00",
        "2026-01-02 12:00:00",
        "2026-01-02 23:59:59",
        "2026-01-03 00:00:00",
    ]);
    let kinds = prop::sample::select(vec!["a", "b"]);
    let thing = (
        (
            text.clone(),
            prop::option::of(text),
            prop::option::of(kinds),
            -1i64..4,
        ),
        (
            prop::sample::select(vec![0.0, 1.0, 2.5]),
            any::<bool>(),
            prop::option::of(days),
            prop::option::of(moments),
        ),
        (
            prop::option::of(1usize..8),
            prop::collection::btree_set(1i64..4, 0..3),
        ),
    );
    prop::collection::vec(thing, 0..8).prop_map(|all| {
        all.into_iter()
            .enumerate()
            .map(|(at, ((name, note, kind, count), (size, flag, day, moment), (parent, tags)))| {
                let mut values = json!({"id": at + 1, "name": name, "count": count, "size": size, "flag": flag,
                    "tag_ids": tags.into_iter().collect::<Vec<_>>()});
                let mut put = |name: &str, value: Option<Value>| {
                    if let Some(value) = value {
                        values[name] = value;
                    }
                };
                put("note", note.map(Value::from));
                put("kind", kind.map(Value::from));
                put("day", day.map(Value::from));
                put("moment", moment.map(Value::from));
                put("parent_id", parent.filter(|parent| *parent <= at).map(Value::from));
                values
            })
            .collect()
    })
}

fn condition() -> impl Strategy<Value = Value> {
    let select = |names: &[&'static str]| prop::sample::select(names.to_vec());
    let word = select(&[
        "", "a", "b", "ab", "Ab", "aB", "ba%", "b_a", "abc", "é", "É1",
    ])
    .prop_map(Value::from);
    let text = prop_oneof![word.clone(), Just(json!(false))];
    let number = prop_oneof![(-2i64..6).prop_map(Value::from), Just(json!(false))];
    let id = (0i64..9).prop_map(Value::from);
    let some_id = prop_oneof![id.clone(), Just(json!(false))];
    let date = select(&["2026-01-01", "2026-01-02", "2026-01-02 12:00:00"]).prop_map(Value::from);
    let some_date = prop_oneof![date.clone(), Just(json!(false))];
    let texts = select(&[
        "name",
        "note",
        "kind",
        "parent_id.name",
        "parent_id.parent_id.name",
        "child_ids.name",
        "tag_ids.name",
    ]);
    let numbers = select(&["id", "count", "size", "parent_id.count", "child_ids.count"]);
    let links = select(&["parent_id", "tag_ids", "child_ids", "parent_id.tag_ids"]);
    let days = select(&["day", "moment", "parent_id.day"]);
    let equality = select(&["=", "!=", "=?"]);
    let order = select(&["<", "<=", ">", ">="]);
    let like = select(&["like", "ilike", "not like", "not ilike", "=like", "=ilike"]);
    let member = select(&["in", "not in"]);
    let flag = any::<bool>().prop_map(Value::from);
    let list = |of: BoxedStrategy<Value>| prop::collection::vec(of, 0..4).prop_map(Value::Array);
    let term = |(field, operator, value): (&'static str, &'static str, Value)| {
        json!([field, operator, value])
    };
    prop_oneof![
        (texts.clone(), equality.clone(), text.clone()).prop_map(term),
        (texts.clone(), member.clone(), list(text.boxed())).prop_map(term),
        (texts.clone(), like, word.clone()).prop_map(term),
        (texts, order.clone(), word).prop_map(term),
        (numbers.clone(), equality.clone(), number.clone()).prop_map(term),
        (numbers.clone(), member.clone(), list(number.boxed())).prop_map(term),
        (numbers, order.clone(), (-2i64..6).prop_map(Value::from)).prop_map(term),
        (days.clone(), equality.clone(), some_date).prop_map(term),
        (days, order, date).prop_map(term),
        (select(&["flag", "parent_id.flag"]), equality.clone(), flag).prop_map(term),
        (links.clone(), equality, some_id).prop_map(term),
        (links, member, list(id.boxed())).prop_map(term),
        prop::sample::select(vec![json!([1, "=", 1]), json!([0, "=", 1])]),
    ]
}

fn domain() -> impl Strategy<Value = Value> {
    let expression = condition().prop_map(|condition| vec![condition]).prop_recursive(4, 16, 3, |inner| {
        let signs = prop::sample::select(vec!["&", "|"]);
        let anys = prop::sample::select(vec!["any", "not any"]);
        let through = prop::sample::select(vec!["parent_id"]);
        prop_oneof![
            4 => (signs, inner.clone(), inner.clone()).prop_map(|(sign, one, other)| [vec![json!(sign)], one, other].concat()),
            2 => inner.clone().prop_map(|denied| [vec![json!("!")], denied].concat()),
            1 => (anys, through, inner).prop_map(|(operator, field, below)| vec![json!([field, operator, below])]),
        ]
    });
    prop::collection::vec(expression, 0..3).prop_map(|parts| Value::Array(parts.concat()))
}

fn ask(
    database: &mut Database,
    model: &str,
    method: &str,
    args: Vec<Value>,
) -> Result<Value, String> {
    database
        .execute_kw(1, model, method, args, Map::new())
        .map(Option::unwrap)
        .map_err(|fault| fault.name.to_string())
}

/// A database without things; each is made once.
fn world(flavour: Flavour) -> Database {
    thread_local! {
        static EMPTY: std::cell::RefCell<Vec<(Flavour, Database)>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    EMPTY.with_borrow_mut(|known| match known.iter().find(|(of, _)| *of == flavour) {
        Some((_, database)) => database.clone(),
        None => {
            let mut database = Database::fresh("world", flavour);
            database.load(MODELS).unwrap();
            known.push((flavour, database.clone()));
            database
        }
    })
}

/// A record as `fetch` reads it: what it leads to as objects, so many levels of parents.
fn nested(records: &Value, id: i64, levels: usize) -> Value {
    let all = records.as_array().unwrap();
    let mut record = all
        .iter()
        .find(|record| record["id"] == id)
        .unwrap()
        .clone();
    let tags = ["a", "b", "ab"];
    let names = |id: &Value| json!({"id": id, "name": tags[id.as_u64().unwrap() as usize - 1]});
    record["tag_ids"] = record["tag_ids"]
        .as_array()
        .unwrap()
        .iter()
        .map(names)
        .collect();
    if levels > 0 {
        if let Some(parent) = record["parent_id"].get(0).and_then(Value::as_i64) {
            record["parent_id"] = nested(records, parent, levels - 1);
        }
        let children = record["child_ids"].as_array().unwrap();
        record["child_ids"] = children
            .iter()
            .map(|child| nested(records, child.as_i64().unwrap(), 0))
            .collect();
    }
    record
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn evaluating_finds_what_searching_finds(things in things(), domain in domain(), flavour in prop::sample::select(Flavour::ALL.to_vec())) {
        let mut database = world(flavour);
        database.load(&json!({"module": "x", "records": {"x.thing": things}}).to_string()).unwrap();
        let Ok(found) = ask(&mut database, "x.thing", "search", vec![domain.clone()]) else {
            // Up to 18 the database compares no id with false.
            prop_assert!(flavour < Flavour::V19, "{}", domain);
            return Ok(());
        };
        let records = ask(&mut database, "x.thing", "search_read", vec![json!([])]).unwrap();
        let fields = ask(&mut database, "x.thing", "fields_get", vec![]).unwrap();
        let tags = ask(&mut database, "x.tag", "fields_get", vec![]).unwrap();
        let schema = Schema::from_value(&json!({"x.thing": fields, "x.tag": tags})).unwrap();
        let series = match flavour {
            Flavour::V17 => Series::V17,
            Flavour::V18 => Series::V18,
            _ => Series::V19,
        };
        let by = Evaluation { schema: Some(&schema), series };
        let normal = normalize(&domain).unwrap();
        let mut held = Vec::new();
        for record in records.as_array().unwrap() {
            let record = nested(&records, record["id"].as_i64().unwrap(), 8);
            let one = evaluate(&by, "x.thing", &domain, &record);
            prop_assert_eq!(&one, &evaluate(&by, "x.thing", &normal, &record), "{}", domain);
            if one.map_err(|fault| TestCaseError::fail(format!("{domain}: {fault}")))? {
                held.push(record["id"].clone());
            }
        }
        prop_assert_eq!(Value::Array(held), found, "{} on {:?}", domain, flavour);
    }

    #[test]
    fn a_domain_survives_its_python_text(domain in domain()) {
        let text = python::print(&domain);
        let read = python::parse(&text, &python::Names::default());
        prop_assert_eq!(read, Ok(domain), "{}", text);
    }

    #[test]
    fn no_text_panics(text in "[\\[\\](){}'\",.:+\\-*/%<>=! a-z0-9_]{0,40}") {
        let _ = python::parse(&text, &python::Names::default());
    }
}

fn names() -> python::Names {
    // 2026-03-14 22:30:00 UTC, a Saturday; two hours later where the user is, a Sunday.
    let values =
        json!({"uid": 7, "active_id": 3, "active_ids": [3, 4], "context": {"lang": "fr_FR"}});
    python::Names {
        now: 1_773_527_400,
        ahead: 7_200,
        values: values.as_object().unwrap().clone(),
    }
}

#[test]
fn texts_of_saved_filters_and_actions_become_domains() {
    for (text, expected) in [
        ("[('user_id', '=', uid)]", json!([["user_id", "=", 7]])),
        (
            "[(\"date\", \">=\", (context_today() - relativedelta(days=7)).strftime('%Y-%m-%d'))]",
            json!([["date", ">=", "2026-03-08"]]),
        ),
        (
            "['|', ('a', '=', False), ('b', 'in', [1, 2,])]",
            json!(["|", ["a", "=", false], ["b", "in", [1, 2]]]),
        ),
        (
            "[('d', '<', datetime.datetime.combine(context_today(), datetime.time(0, 0, 0)).to_utc().strftime('%Y-%m-%d %H:%M:%S'))]",
            json!([["d", "<", "2026-03-14 22:00:00"]]),
        ),
        (
            "[('d', '>', (datetime.datetime.now() - datetime.timedelta(days=1, hours=2)).strftime('%Y-%m-%d %H:%M:%S'))]",
            json!([["d", ">", "2026-03-13 22:30:00"]]),
        ),
        (
            "[('d', '>=', context_today() + relativedelta(day=1, months=-1))]",
            json!([["d", ">=", "2026-02-01"]]),
        ),
        (
            "[('d', '<=', context_today() + relativedelta(months=1, day=31))]",
            json!([["d", "<=", "2026-04-30"]]),
        ),
        (
            "[('d', '=', context_today() + relativedelta(weekday=0))]",
            json!([["d", "=", "2026-03-16"]]),
        ),
        (
            "[('d', '=', context_today() + relativedelta(weekday=relativedelta.MO(-1)))]",
            json!([["d", "=", "2026-03-09"]]),
        ),
        (
            "[('d', '=', time.strftime('%Y-01-01'))]",
            json!([["d", "=", "2026-01-01"]]),
        ),
        (
            "[('d', '=', datetime.date.today())]",
            json!([["d", "=", "2026-03-15"]]),
        ),
        (
            "[('d', '=', context_today().replace(day=1))]",
            json!([["d", "=", "2026-03-01"]]),
        ),
        (
            "[('d', '<', current_date)]",
            json!([["d", "<", "2026-03-15"]]),
        ),
        (
            "[('id', 'in', active_ids), ('x', '=', active_id)]",
            json!([["id", "in", [3, 4]], ["x", "=", 3]]),
        ),
        (
            "[('lang', '=', context.get('lang')), ('tz', '=', context.get('tz', 'UTC'))]",
            json!([["lang", "=", "fr_FR"], ["tz", "=", "UTC"]]),
        ),
        (
            "[('a', '=', 1)] + [('b', '=', None)]",
            json!([["a", "=", 1], ["b", "=", null]]),
        ),
        (
            "[('a', '=', uid if uid in (7, 8) and not active_id == 4 else 0)]",
            json!([["a", "=", 7]]),
        ),
        (
            "[('y', '=', context_today().year - 1), ('n', '=', -5 // 2), ('m', '=', 7 % -3)]",
            json!([["y", "=", 2025], ["n", "=", -3], ["m", "=", -2]]),
        ),
        (
            "[('name', '=', 'it\\'s' ' \\u00e9'), # a remark\n ('x', '=', r'\\d')]",
            json!([["name", "=", "it's é"], ["x", "=", "\\d"]]),
        ),
        (
            "[('line_ids', 'any', [('a', '=', 1)])]",
            json!([["line_ids", "any", [["a", "=", 1]]]]),
        ),
        ("[]", json!([])),
        (
            "{'default_user_id': uid, 'search_default_mine': True}",
            json!({"default_user_id": 7, "search_default_mine": true}),
        ),
    ] {
        assert_eq!(python::parse(text, &names()), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_no_domain_of_python_is_refused_with_where_and_what_to_do() {
    for (text, said) in [
        ("[('user_id', '=', company_id)]", "company_id: …"),
        ("[('a', '=', 1]", "character 14"),
        ("[('a', '=', 'x)]", "has no end"),
        ("", "ends too early"),
        ("[x for x in uid]", "character 4"),
        ("__import__('os')", "\"__import__\""),
        ("[('a', '=', uid.__class__)]", "not a value"),
        ("9 ** 9 ** 9 ** 9", "cannot join"),
        ("[(‘name’, ‘=’, 1)]", "character 3"),
        (
            "context_today() + relativedelta(years=99999)",
            "further away",
        ),
        ("datetime.date(2026, 2, 30)", "no date"),
        ("1 / 0", "cannot join"),
    ] {
        let fault = python::parse(text, &names()).expect_err(text);
        assert!(fault.message().contains(said), "{text}: {fault}");
    }
    let deep = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(python::parse(&deep, &names()).is_err());
    for (part, times) in [
        ("-", 5_000),
        ("1+", 50_000),
        ("1 and ", 50_000),
        ("9**", 5_000),
    ] {
        let deep = format!("{}1", part.repeat(times));
        assert!(python::parse(&deep, &names()).is_err(), "{part}");
    }
    let long = format!("[{}]", "('a', '=', 1), ".repeat(5_000));
    assert_eq!(
        python::parse(&long, &names())
            .unwrap()
            .as_array()
            .unwrap()
            .len(),
        5_000
    );
}

#[test]
fn a_record_that_lacks_what_a_domain_asks_for_is_refused() {
    let by = Evaluation {
        schema: None,
        series: Series::V19,
    };
    let holds = |domain: Value, record: Value| evaluate(&by, "", &domain, &record);
    assert_eq!(
        holds(
            json!([["a", ">", 3], ["b", "ilike", "X"]]),
            json!({"a": 5, "b": "axb"})
        ),
        Ok(true)
    );
    assert_eq!(
        holds(json!([["p", "=", 3]]), json!({"p": [3, "Ada"]})),
        Ok(true)
    );
    assert_eq!(
        holds(json!([["p", "ilike", "ada"]]), json!({"p": [3, "Ada"]})),
        Ok(true)
    );
    assert_eq!(
        holds(
            json!([["p.name", "=", "Ada"]]),
            json!({"p": {"id": 3, "name": "Ada"}})
        ),
        Ok(true)
    );
    assert_eq!(
        holds(
            json!([["d.month_number", "=", 3], ["d.iso_week_number", "=", 11]]),
            json!({"d": "2026-03-15"})
        ),
        Ok(true)
    );
    for (domain, record, said) in [
        (json!([["b", "=", 1]]), json!({"a": 5}), "has no b"),
        (
            json!([["p.name", "=", "Ada"]]),
            json!({"p": [3, "Ada"]}),
            "read it nested",
        ),
        (
            json!([["id", "child_of", 3]]),
            json!({"id": 3}),
            "ask the server",
        ),
        (
            json!([["p", "=", "Ada"]]),
            json!({"p": [3, "Ada"]}),
            "by name",
        ),
    ] {
        let fault = holds(domain.clone(), record).expect_err("a fault");
        assert!(fault.message().contains(said), "{domain}: {fault}");
    }
}
