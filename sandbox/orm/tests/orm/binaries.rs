//! Binary fields: base64 up to 19.4, objects in 20.0.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::{call, call_as, count, create, fault, value};

/// `hello`, and its SHA-1.
const HELLO: &str = "aGVsbG8=";
const SHA_1: &str = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
const PARTNER: &str = "res.partner";
const ATTACHMENT: &str = "ir.attachment";

fn partner(database: &mut Database, image: Value) -> i64 {
    create(
        database,
        PARTNER,
        json!({"name": "Ada", "image_1920": image}),
    )
}

#[test]
fn reading_gives_text_up_to_19_4_and_an_object_with_content_and_size_in_20() {
    let object = json!({"content": HELLO, "size": 5});
    for (flavour, expected) in [
        (Flavour::V18, json!(HELLO)),
        (Flavour::V19_3, json!(HELLO)),
        (Flavour::V20, object),
    ] {
        let database = &mut Database::fresh("demo", flavour);
        let id = partner(database, json!(HELLO));
        let empty = partner(database, json!(false));
        assert_eq!(value(database, PARTNER, id, "image_1920"), expected);
        assert_eq!(value(database, PARTNER, empty, "image_1920"), false);
        // What is derived from it is read in the same form, and so is what `search_read` reads.
        assert_eq!(value(database, PARTNER, id, "image_128"), expected);
        let args = json!([[["id", "=", id]], ["image_1920"]]);
        let found = call(database, PARTNER, "search_read", args, json!({}));
        assert_eq!(found[0]["image_1920"], expected);
        let all = call(database, PARTNER, "read", json!([[id]]), json!({}));
        assert_eq!(all[0]["image_1920"], expected);
    }
}

#[test]
fn load_web_reads_size_and_checksum_instead_of_the_content_and_bare_ids() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let id = partner(database, json!({"content": HELLO, "filename": "ada.png"}));
    let web = json!({"filename": "ada.png", "size": 5, "checksum": SHA_1});
    let fields = json!(["image_1920", "create_uid"]);
    let kwargs = json!({"fields": fields, "load": "web"});
    let read = call(database, PARTNER, "read", json!([[id]]), kwargs.clone());
    assert_eq!(
        read,
        json!([{"id": id, "image_1920": web, "create_uid": 2}])
    );
    let args = json!([[["id", "=", id]]]);
    let found = call(database, PARTNER, "search_read", args.clone(), kwargs);
    assert_eq!(found, read);
    let specification = json!({"specification": {"image_1920": {}}});
    let expected = json!([{"id": id, "image_1920": web}]);
    let read = call(
        database,
        PARTNER,
        "web_read",
        json!([[id]]),
        specification.clone(),
    );
    assert_eq!(read, expected);
    let found = call(
        database,
        PARTNER,
        "web_search_read",
        args,
        specification.clone(),
    );
    assert_eq!(found["records"], expected);
    let save = json!([[id], {"name": "Ada L."}]);
    assert_eq!(
        call(database, PARTNER, "web_save", save, specification),
        expected
    );
    // Up to 19 `load` knows many2one fields alone.
    let database = &mut Database::fresh("demo", Flavour::V19);
    let id = partner(database, json!(HELLO));
    let kwargs = json!({"fields": ["image_1920"], "load": "web"});
    let read = call(database, PARTNER, "read", json!([[id]]), kwargs);
    assert_eq!(read[0]["image_1920"], HELLO);
}

#[test]
fn bin_size_means_nothing_in_20() {
    let kwargs = json!({"fields": ["image_1920"], "context": {"bin_size": true}});
    for (flavour, expected) in [
        (Flavour::V19, json!("5.00 bytes")),
        (Flavour::V20, json!({"content": HELLO, "size": 5})),
    ] {
        let database = &mut Database::fresh("demo", flavour);
        let id = partner(database, json!(HELLO));
        let read = call(database, PARTNER, "read", json!([[id]]), kwargs.clone());
        assert_eq!(read[0]["image_1920"], expected);
    }
}

#[test]
fn what_was_read_may_be_written_back_and_other_keys_are_ignored() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let id = partner(database, json!({"content": HELLO, "filename": "ada.png"}));
    let read = value(database, PARTNER, id, "image_1920");
    assert_eq!(
        read,
        json!({"filename": "ada.png", "content": HELLO, "size": 5})
    );
    let other = partner(database, read.clone());
    assert_eq!(value(database, PARTNER, other, "image_1920"), read);
    let odd = json!({"content": "YWJj", "size": 1_000_000, "checksum": "x", "color": 1});
    call(
        database,
        PARTNER,
        "write",
        json!([[id], {"image_1920": odd}]),
        json!({}),
    );
    assert_eq!(
        value(database, PARTNER, id, "image_1920"),
        json!({"content": "YWJj", "size": 3})
    );
    let copied = call(database, PARTNER, "copy", json!([[other]]), json!({}));
    let copied = copied[0].as_i64().unwrap_or_default();
    assert_eq!(value(database, PARTNER, copied, "image_1920"), read);
}

#[test]
fn a_name_like_the_fields_own_is_left_out() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let id = partner(
        database,
        json!({"content": HELLO, "filename": "image_1920"}),
    );
    assert_eq!(
        value(database, PARTNER, id, "image_1920"),
        json!({"content": HELLO, "size": 5})
    );
}

#[test]
fn a_filename_alone_renames_one_record() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let (id, other) = (
        partner(database, json!(HELLO)),
        partner(database, json!(HELLO)),
    );
    let renamed = json!({"image_1920": {"filename": "new.png"}});
    call(
        database,
        PARTNER,
        "write",
        json!([[id], renamed]),
        json!({}),
    );
    assert_eq!(
        value(database, PARTNER, id, "image_1920"),
        json!({"filename": "new.png", "content": HELLO, "size": 5})
    );
    let refused = fault(
        database,
        PARTNER,
        "write",
        json!([[id, other], renamed]),
        json!({}),
    );
    assert_eq!(refused.name, "builtins.ValueError");
    assert_eq!(
        value(database, PARTNER, other, "image_1920"),
        json!({"content": HELLO, "size": 5})
    );
}

#[test]
fn false_values_empty_the_field() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let empties = [
        json!(false),
        json!(null),
        json!(""),
        json!([]),
        json!({}),
        json!(0),
    ];
    let objects = [
        json!({"content": false}),
        json!({"content": "", "filename": "x"}),
    ];
    for empty in empties.into_iter().chain(objects) {
        let id = partner(database, json!(HELLO));
        let args = json!([[id], {"image_1920": empty}]);
        call(database, PARTNER, "write", args, json!({}));
        assert_eq!(value(database, PARTNER, id, "image_1920"), false, "{empty}");
    }
}

#[test]
fn base64_is_decoded_strictly_in_20() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let id = partner(database, json!(HELLO));
    for text in [
        "aGVs\nbG8=",
        "aGVsbG8",
        "aGVsbG8==",
        "a-_=",
        "é",
        "aGVs bG8=",
        "=",
        "a=Vs",
    ] {
        for given in [json!(text), json!({"content": text})] {
            let args = json!([[id], {"image_1920": given}]);
            let refused = fault(database, PARTNER, "write", args, json!({}));
            assert_eq!(refused.name, "binascii.Error", "{text:?}");
        }
    }
    assert_eq!(value(database, PARTNER, id, "image_1920")["size"], 5);
}

#[test]
fn lists_numbers_and_objects_without_content_are_refused() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    for (given, class) in [
        (json!([1, 2]), "builtins.TypeError"),
        (json!(12), "builtins.TypeError"),
        (json!(1.5), "builtins.TypeError"),
        (json!(true), "builtins.TypeError"),
        (json!({"content": 12}), "builtins.TypeError"),
        (json!({"content": [104]}), "builtins.TypeError"),
        (json!({"size": 5}), "builtins.ValueError"),
        (
            json!({"checksum": SHA_1, "filename": false}),
            "builtins.ValueError",
        ),
    ] {
        let vals = json!([{"name": "Ada", "image_1920": given}]);
        let refused = fault(database, PARTNER, "create", vals, json!({}));
        assert_eq!(refused.name, class, "{given}");
    }
}

#[test]
fn an_attachment_made_with_datas_is_empty_from_19_3_on() {
    for (flavour, size) in [
        (Flavour::V17, 5),
        (Flavour::V19, 5),
        (Flavour::V19_3, 0),
        (Flavour::V20, 0),
    ] {
        let database = &mut Database::fresh("demo", flavour);
        let vals = json!({"name": "a.txt", "datas": HELLO});
        let id = create(database, ATTACHMENT, vals);
        assert_eq!(
            value(database, ATTACHMENT, id, "file_size"),
            size,
            "{flavour}"
        );
        assert_eq!(value(database, ATTACHMENT, id, "mimetype"), "text/plain");
        if flavour >= Flavour::V19_3 {
            assert_eq!(value(database, ATTACHMENT, id, "raw"), false);
            let args = json!([[id], {"datas": HELLO}]);
            let refused = fault(database, ATTACHMENT, "write", args, json!({}));
            assert_eq!(refused.message, "Invalid field 'datas' in 'ir.attachment'");
            let refused = fault(
                database,
                ATTACHMENT,
                "read",
                json!([[id], ["datas"]]),
                json!({}),
            );
            assert_eq!(refused.name, "builtins.ValueError");
            let fields = call(database, ATTACHMENT, "fields_get", json!([]), json!({}));
            assert!(fields.get("datas").is_none());
        }
    }
}

#[test]
fn an_attachments_raw_is_base64_from_19_3_on_and_an_object_with_its_name_in_20() {
    for (flavour, expected) in [
        (Flavour::V19_3, json!(HELLO)),
        (
            Flavour::V20,
            json!({"filename": "a.txt", "content": HELLO, "size": 5}),
        ),
    ] {
        let database = &mut Database::fresh("demo", flavour);
        let id = create(database, ATTACHMENT, json!({"name": "a.txt", "raw": HELLO}));
        assert_eq!(value(database, ATTACHMENT, id, "raw"), expected);
        assert_eq!(value(database, ATTACHMENT, id, "file_size"), 5);
        assert_eq!(value(database, ATTACHMENT, id, "checksum"), SHA_1);
    }
    let database = &mut Database::fresh("demo", Flavour::V20);
    let raw = json!({"content": HELLO, "filename": "b.txt"});
    let id = create(database, ATTACHMENT, json!({"raw": raw}));
    assert_eq!(value(database, ATTACHMENT, id, "name"), "b.txt");
    let renamed = json!([[id], {"raw": {"filename": "c.txt"}}]);
    call(database, ATTACHMENT, "write", renamed, json!({}));
    let raw = value(database, ATTACHMENT, id, "raw");
    assert_eq!(
        raw,
        json!({"filename": "c.txt", "content": HELLO, "size": 5})
    );
    // Up to 19.0 `raw` is the content itself, as text.
    let database = &mut Database::fresh("demo", Flavour::V19);
    let id = create(
        database,
        ATTACHMENT,
        json!({"name": "a.txt", "datas": HELLO}),
    );
    assert_eq!(value(database, ATTACHMENT, id, "raw"), "hello");
}

#[test]
fn binary_fields_are_described_as_neither_sortable_nor_groupable() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let args = json!([["image_1920", "avatar_128", "name"]]);
    let described = call(database, PARTNER, "fields_get", args, json!({}));
    for (name, attachment) in [("image_1920", true), ("avatar_128", false)] {
        assert_eq!(described[name]["type"], "binary");
        assert_eq!(described[name]["attachment"], attachment, "{name}");
        assert_eq!(described[name]["sortable"], false);
        assert_eq!(described[name]["groupable"], false);
    }
    assert_eq!(described["name"]["sortable"], true);
}

#[test]
fn domains_ask_whether_there_is_a_content_how_large_it_is_and_what_it_is_called() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let file = json!({"content": HELLO, "filename": "ada.png"});
    let (named, plain) = (partner(database, file), partner(database, json!("YWJj")));
    let empty = partner(database, json!(false));
    let mut found = |term: Value| {
        let args = json!([[["id", "in", [named, plain, empty]], term]]);
        let kwargs = json!({"order": "id"});
        call(database, PARTNER, "search", args, kwargs)
    };
    assert_eq!(
        found(json!(["image_1920", "!=", false])),
        json!([named, plain])
    );
    assert_eq!(found(json!(["image_1920", "=", false])), json!([empty]));
    assert_eq!(found(json!(["image_1920.size", ">", 3])), json!([named]));
    assert_eq!(
        found(json!(["image_1920.size", "in", [3, 4]])),
        json!([plain])
    );
    assert_eq!(
        found(json!(["image_1920.filename", "=like", "%.png"])),
        json!([named])
    );
    for term in [
        json!(["image_1920", "=", HELLO]),
        json!(["image_1920", "ilike", "aGV"]),
        json!(["image_1920", "in", [false]]),
        json!(["image_1920.checksum", "=", "x"]),
    ] {
        let refused = fault(database, PARTNER, "search", json!([[term]]), json!({}));
        assert_eq!(refused.name, "builtins.ValueError", "{term}");
    }
    create(database, ATTACHMENT, json!({"name": "x.bin", "raw": HELLO}));
    let by_name = json!([["raw.filename", "=", "x.bin"], ["raw.size", "=", 5]]);
    assert_eq!(count(database, ATTACHMENT, by_name), 1);
}

#[test]
fn exporting_a_binary_gives_its_text_or_an_error_in_20_and_loading_takes_base64() {
    let database = &mut Database::fresh("demo", Flavour::V20);
    let (text, bytes) = (
        partner(database, json!(HELLO)),
        partner(database, json!("/w==")),
    );
    let export = |id: i64| json!([[id], ["image_1920"]]);
    let exported = call(database, PARTNER, "export_data", export(text), json!({}));
    assert_eq!(exported, json!({"datas": [["hello"]]}));
    let refused = fault(database, PARTNER, "export_data", export(bytes), json!({}));
    assert_eq!(refused.name, "builtins.UnicodeDecodeError");
    let rows = json!([["name", "image_1920"], [["Bob", HELLO]]]);
    let loaded = call(database, PARTNER, "load", rows, json!({}));
    let id = loaded["ids"][0].as_i64().unwrap_or_default();
    assert_eq!(value(database, PARTNER, id, "image_1920")["size"], 5);
}

#[test]
fn a_portal_user_reads_no_attachment_of_others_in_20_either() {
    let database = &mut Database::demo("demo", Flavour::V20);
    let id = create(database, ATTACHMENT, json!({"name": "a.txt", "raw": HELLO}));
    let portal = call(
        database,
        "res.users",
        "search",
        json!([[["login", "=", "portal"]]]),
        json!({}),
    );
    let portal = portal[0].as_i64().unwrap_or_default();
    let refused = call_as(
        portal,
        database,
        ATTACHMENT,
        "read",
        json!([[id], ["raw"]]),
        json!({}),
    );
    assert_eq!(
        refused.map_err(|fault| fault.name),
        Err("odoo.exceptions.AccessError".into())
    );
}
