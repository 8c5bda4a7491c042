//! `/web/content` and `/web/image`: attachments and binary fields as files.

use odoo_sandbox::Flavour;
use serde_json::json;

use crate::client::{Client, cookie};

fn attach(client: &mut Client, vals: serde_json::Value) -> i64 {
    let made = client.execute_kw("ir.attachment", "create", json!([vals]));
    made["result"].as_i64().expect("an id")
}

#[test]
fn an_attachment_is_read_whole_in_part_and_not_at_all_where_it_is_known() {
    for flavour in Flavour::ALL.into_iter().chain([Flavour::V19_3]) {
        let mut client = Client::new(flavour);
        let session = client.log_in("demo");
        let has_datas = flavour < Flavour::V19_3;
        let content = if has_datas { "datas" } else { "raw" };
        let id = attach(
            &mut client,
            json!({"name": "a note.txt", content: "aGVsbG8=", "mimetype": "text/plain"}),
        );
        let mut get = |path: &str, header: (&str, &str)| {
            let headers = [("cookie", session.as_str()), header];
            client.ask("GET", &format!("/web/content/{id}{path}"), &headers, "")
        };
        let whole = get("", ("accept", "*/*"));
        assert_eq!((whole.status, whole.body.as_slice()), (200, &b"hello"[..]));
        assert_eq!(
            whole.header("content-disposition"),
            Some("inline; filename=\"a note.txt\"")
        );
        let etag = whole.header("etag").expect("a tag").to_owned();
        assert_eq!(get("", ("if-none-match", &etag)).status, 304);
        let part = get("?download=1", ("range", "bytes=1-3"));
        assert_eq!((part.status, part.body.as_slice()), (206, &b"ell"[..]));
        assert_eq!(part.header("content-range"), Some("bytes 1-3/5"));
        assert!(
            part.header("content-disposition")
                .is_some_and(|text| text.starts_with("attachment;"))
        );
        assert_eq!(get("/other.bin", ("range", "bytes=9-12")).status, 416);
        let status = if has_datas { 200 } else { 404 };
        assert_eq!(get("?field=datas", ("accept", "*/*")).status, status);
    }
}

#[test]
fn a_file_is_shown_to_who_may_read_it() {
    let mut client = Client::new(Flavour::V18);
    let hidden = attach(&mut client, json!({"name": "hidden", "datas": "aGVsbG8="}));
    let public = attach(
        &mut client,
        json!({"name": "public", "datas": "aGVsbG8=", "public": true}),
    );
    let status = |client: &mut Client, path: String, session: &str| {
        client.ask("GET", &path, &[("cookie", session)], "").status
    };
    assert_eq!(
        status(&mut client, format!("/web/content/{hidden}"), ""),
        404
    );
    assert_eq!(
        status(&mut client, format!("/web/content/{public}"), ""),
        200
    );
    let params = json!({"db": "demo", "login": "portal", "password": "portal"});
    let response = client.post("/web/session/authenticate", &[], params);
    let session = cookie(&response).expect("a cookie");
    assert_eq!(
        status(&mut client, format!("/web/content/{hidden}"), &session),
        404
    );
    // A picture that is not there, or not for everybody, is a placeholder.
    let placeholder = client.ask("GET", "/web/image/res.partner/999999/image_128", &[], "");
    assert_eq!(placeholder.status, 200);
    assert_eq!(placeholder.header("content-type"), Some("image/png"));
    assert!(
        placeholder
            .header("etag")
            .is_some_and(|tag| tag.contains("-128x128-"))
    );
}
