//! Requests no server could answer: refused, and quickly.

use std::time::{Duration, Instant};

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Map, Value, json};

#[test]
fn requests_that_ask_for_too_much_are_refused() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let mut search =
        |domain: Value| database.execute_kw(2, "res.partner", "search", vec![domain], Map::new());
    let mut deep = Vec::new();
    for at in 0..2_000 {
        deep.push(json!(if at % 2 == 0 { "&" } else { "|" }));
        deep.push(json!(["name", "=", "x"]));
    }
    deep.push(json!(["name", "=", "y"]));
    assert_eq!(
        search(Value::Array(deep)).unwrap_err().name,
        "builtins.RecursionError"
    );
    let wide = vec![json!(["name", "=", "x"]); 100_000];
    assert_eq!(
        search(Value::Array(wide)).unwrap_err().name,
        "builtins.ValueError"
    );
    let denied = vec![json!("!"); 5_000]
        .into_iter()
        .chain([json!(["name", "=", "x"])])
        .collect();
    assert!(
        search(Value::Array(denied)).is_ok(),
        "an even number of denials is none"
    );
    let path = vec!["parent_id"; 5_000].join(".") + ".name";
    assert_eq!(
        search(json!([[path, "=", "x"]])).unwrap_err().name,
        "builtins.RecursionError"
    );
    let mut call = |method: &str, args: Value| {
        let Value::Array(args) = args else {
            panic!("a list of arguments is meant")
        };
        database.execute_kw(2, "res.partner", method, args, Map::new())
    };
    let groups = vec!["is_company"; 5_000];
    assert_eq!(
        call("read_group", json!([[], [], groups]))
            .unwrap_err()
            .name,
        "builtins.ValueError"
    );
    assert!(
        call(
            "search",
            json!([[], 0, null, vec!["name"; 50_000].join(",")])
        )
        .is_ok()
    );
    let parent = call(
        "create",
        json!([{"name": "p", "child_ids": vec![json!([0, 0, {"name": "c"}]); 50]}]),
    )
    .unwrap()
    .unwrap();
    let mut specification = json!({"name": {}});
    for _ in 0..10 {
        specification = json!({"child_ids": {"fields": {"parent_id": {"fields": specification}}}});
    }
    assert_eq!(
        call("web_read", json!([[parent], specification]))
            .unwrap_err()
            .name,
        "builtins.MemoryError"
    );
}

#[test]
fn html_of_nothing_but_scripts_is_cleaned_in_one_go() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let comment = "<script>a</script>b<SCRIPT src=x></Script>".repeat(100_000);
    let begun = Instant::now();
    let vals = vec![json!({"name": "x", "comment": comment})];
    let made = database.execute_kw(2, "res.partner", "create", vals, Map::new());
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
    let ids = vec![json!([made.unwrap().unwrap()]), json!(["comment"])];
    let read = database.execute_kw(2, "res.partner", "read", ids, Map::new());
    let comment = "b".repeat(100_000);
    assert_eq!(
        read.unwrap().unwrap()[0]["comment"],
        json!(format!("<p>{comment}</p>"))
    );
}

#[test]
fn what_python_and_postgresql_refuse_is_refused_in_their_words() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let mut refusal = |model: &str, method: &str, args: Vec<Value>| {
        let fault = database
            .execute_kw(2, model, method, args, Map::new())
            .unwrap_err();
        (fault.name, fault.message)
    };
    let (name, message) = refusal("res.partner", "create", vec![json!({"name": "a\0b"})]);
    assert_eq!(name, "builtins.ValueError");
    assert_eq!(
        message,
        "A string literal cannot contain NUL (0x00) characters."
    );
    // A method of records that is called as one of the model lacks an argument, whatever stands for
    // the ids.
    let (name, message) = refusal("res.users", "has_group", vec![json!("base.group_user")]);
    assert_eq!(name, "builtins.TypeError");
    assert!(
        message.ends_with("missing 1 required positional argument: 'group_ext_id'"),
        "{message}"
    );
}
