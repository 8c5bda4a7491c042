//! What the sandbox promises of speed and size, measured. An unoptimised build gets thirty times as
//! long.

#![allow(clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

/// Counts the bytes in use, so that a size is a fact and not an estimate.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it came; only a counter is kept besides.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn within(limit: Duration) -> Duration {
    if cfg!(debug_assertions) {
        limit * 30
    } else {
        limit
    }
}

fn call(database: &mut Database, model: &str, method: &str, args: Value, kwargs: Value) -> Value {
    let (Value::Array(args), Value::Object(kwargs)) = (args, kwargs) else {
        panic!("args, kwargs")
    };
    database
        .execute_kw(2, model, method, args, kwargs)
        .unwrap()
        .unwrap()
}

fn partners(count: usize) -> Vec<Value> {
    (0..count)
        .map(|at| {
            json!({
                "name": format!("Contact number {at}"),
                "email": format!("contact.{at}@company-{}.example", at % 500),
                "phone": format!("+32 2 555 {:02} {:02}", at / 100 % 100, at % 100),
                "street": format!("Rue de la Station {at}"),
                "city": "Bruxelles",
                "zip": "1000",
                "country_id": 1 + at % 250,
                "is_company": at % 10 == 0,
                "color": at % 12,
            })
        })
        .collect()
}

/// The best of several runs: what the machine does besides is not measured.
fn best(runs: usize, mut run: impl FnMut()) -> Duration {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap()
}

// One test, so that nothing runs beside what is measured.
#[test]
fn promises_of_speed_and_size_are_kept() {
    let mut database = Database::demo("demo", Flavour::V19);
    let ten_thousand = partners(10_000);
    let start = Instant::now();
    call(
        &mut database,
        "res.partner",
        "create",
        json!([ten_thousand]),
        json!({}),
    );
    let loading = start.elapsed();
    println!("10,000 partners created in one call: {loading:?}");
    assert!(loading < within(Duration::from_secs(1)), "{loading:?}");

    let fields = json!(["name", "email", "country_id", "city"]);
    for (what, domain) in [
        ("an indexed many2one", json!([["country_id", "=", 20]])),
        (
            "an indexed char",
            json!([["email", "=", "contact.77@company-77.example"]]),
        ),
        (
            "id",
            json!([["id", "in", (5000..5080).collect::<Vec<i64>>()]]),
        ),
    ] {
        let time = best(20, || {
            call(
                &mut database,
                "res.partner",
                "search_read",
                json!([domain]),
                json!({"fields": fields, "limit": 80}),
            );
        });
        println!("search_read of up to 80 by {what}: {time:?}");
        assert!(time < within(Duration::from_millis(1)), "{what}: {time:?}");
    }
    let time = best(3, || {
        let all = call(
            &mut database,
            "res.partner",
            "search_read",
            json!([[]]),
            json!({"fields": fields, "limit": 10000}),
        );
        assert_eq!(all.as_array().unwrap().len(), 10_000);
    });
    println!("search_read of 10,000 in the model's own order: {time:?}");
    assert!(time < within(Duration::from_millis(150)), "{time:?}");

    let mut database = Database::fresh("large", Flavour::V18);
    let before = IN_USE.load(Ordering::Relaxed);
    for _ in 0..10 {
        let vals = partners(10_000);
        call(
            &mut database,
            "res.partner",
            "create",
            json!([vals]),
            json!({}),
        );
    }
    let size = IN_USE.load(Ordering::Relaxed) - before;
    println!("100,000 partners: {} MB", size / 1_000_000);
    assert!(size < 200_000_000, "{size} bytes");

    let start = Instant::now();
    let (mut last, mut seen) = (0, 0);
    loop {
        let page = call(
            &mut database,
            "res.partner",
            "search_read",
            json!([[["id", ">", last]]]),
            json!({"fields": ["name", "email"], "limit": 1000, "order": "id"}),
        );
        let page = page.as_array().unwrap().clone();
        let Some(end) = page.last() else { break };
        last = end["id"].as_i64().unwrap();
        seen += page.len();
    }
    let time = start.elapsed();
    println!("{seen} partners in pages of 1,000 by id: {time:?}");
    assert!(seen >= 100_000);
    assert!(time < within(Duration::from_secs(1)), "{time:?}");

    let start = Instant::now();
    let ids: Vec<i64> = (1000..2000).collect();
    call(
        &mut database,
        "res.partner",
        "write",
        json!([ids, {"color": 3}]),
        json!({}),
    );
    call(
        &mut database,
        "res.partner",
        "unlink",
        json!([ids]),
        json!({}),
    );
    let time = start.elapsed();
    println!("1,000 of 100,000 partners written and deleted: {time:?}");
    assert!(time < within(Duration::from_secs(1)), "{time:?}");
}
