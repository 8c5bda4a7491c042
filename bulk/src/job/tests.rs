use super::*;

const CREATE: u32 = 0;

fn job(rows: usize, change: impl FnOnce(&mut Plan)) -> Job {
    let mut plan = Plan {
        rows,
        chunk_size: 2,
        concurrency: 1,
        collects: false,
        is_ordered: false,
    };
    change(&mut plan);
    let items: Vec<u32> = (0..rows as u32).collect();
    let mut job = Job::new(plan, items.clone(), vec![10; rows]);
    job.add(CREATE, Kind::Done, &items);
    job
}

fn collecting(plan: &mut Plan) {
    plan.collects = true;
}

const REFUSED: Failure = Failure {
    not_sent: false,
    refused: true,
    transient: false,
    aborted: false,
    is_before: false,
    reason: crate::verdict::Reason::Other,
};
const LOST: Failure = Failure {
    refused: false,
    transient: true,
    ..REFUSED
};
const UNSENT: Failure = Failure {
    not_sent: true,
    ..LOST
};

/// Works a job to its end: `answer` says what comes of a call for items; a lost one is not looked
/// up.
fn work(job: &mut Job, mut answer: impl FnMut(&[u32]) -> Result<(), Failure>) -> Vec<Vec<u32>> {
    let mut calls = Vec::new();
    while let Step::Call(call) = job.next(false) {
        let items = job.items(call).to_vec();
        calls.push(items.clone());
        let error = calls.len() as u32;
        let came = match answer(&items) {
            Ok(()) => Came::Ids(items.iter().map(|&item| u64::from(item) + 100).collect()),
            Err(failure) => Came::Failed(error, failure),
        };
        if job.done(call, came) == Then::LookUp {
            job.looked_up(call, error, &[]);
        }
    }
    calls
}

#[test]
fn ids_come_in_the_order_of_the_rows() {
    let mut job = job(5, |_| {});
    let calls = work(&mut job, |_| Ok(()));
    assert_eq!(calls, [vec![0, 1], vec![2, 3], vec![4]]);
    assert_eq!(job.ids(), [100, 101, 102, 103, 104]);
    assert_eq!((job.progress(), job.outcome()), (5, None));
}

#[test]
fn nothing_to_do_is_no_call() {
    assert_eq!(job(0, |_| {}).next(false), Step::Over);
}

#[test]
fn what_was_refused_is_told_with_its_rows_and_nothing_more_is_begun() {
    let mut job = job(6, |_| {});
    work(
        &mut job,
        |items| if items[0] == 2 { Err(REFUSED) } else { Ok(()) },
    );
    let outcome = job.outcome().expect("a failure");
    assert_eq!(outcome.done, [0, 1]);
    assert_eq!(outcome.failed[0].rows, [2, 3]);
    assert_eq!(outcome.not_tried, [4, 5]);
    assert_eq!(outcome.cause, Some(2));
    assert_eq!(
        job.words(&outcome, "create", "res.partner"),
        "create on res.partner: 2 of 6 rows are done; 2 rows failed (2–3); 2 rows were not tried"
    );
}

#[test]
fn with_collect_all_but_the_rows_that_cannot_be_stored_are() {
    let mut job = job(8, |plan| {
        plan.collects = true;
        plan.chunk_size = 8;
    });
    let calls = work(&mut job, |items| {
        if items.contains(&5) {
            Err(REFUSED)
        } else {
            Ok(())
        }
    });
    assert_eq!(
        calls[..3],
        [
            vec![0, 1, 2, 3, 4, 5, 6, 7],
            vec![0, 1, 2, 3],
            vec![4, 5, 6, 7]
        ]
    );
    let outcome = job.outcome().expect("a failure");
    assert_eq!(outcome.done, [0, 1, 2, 3, 4, 6, 7]);
    assert_eq!(outcome.failed[0].rows, [5]);
}

#[test]
fn a_lost_answer_leaves_its_rows_unknown_and_they_are_never_sent_again() {
    let mut job = job(6, collecting);
    let calls = work(
        &mut job,
        |items| if items[0] == 2 { Err(LOST) } else { Ok(()) },
    );
    assert_eq!(calls.len(), 3);
    let outcome = job.outcome().expect("a failure");
    assert_eq!(outcome.unknown[0].rows, [2, 3]);
    assert_eq!(outcome.done, [0, 1, 4, 5]);
}

#[test]
fn what_is_found_after_a_lost_answer_is_done() {
    let mut job = job(2, |_| {});
    let Step::Call(call) = job.next(false) else {
        panic!("no call")
    };
    assert_eq!(job.done(call, Came::Failed(7, LOST)), Then::LookUp);
    assert_eq!(job.next(false), Step::Wait);
    job.looked_up(call, 7, &[41, NO_RECORD]);
    let outcome = job.outcome().expect("a failure");
    assert_eq!(
        (outcome.done, outcome.unknown[0].items.clone()),
        (vec![0], vec![1])
    );
    assert_eq!(job.ids(), [41, NO_RECORD]);
}

#[test]
fn a_connection_that_was_refused_leaves_the_rows_not_tried() {
    let mut stopped = job(4, |_| {});
    assert_eq!(work(&mut stopped, |_| Err(UNSENT)).len(), 1);
    assert_eq!(
        stopped.outcome().expect("a failure").not_tried,
        [0, 1, 2, 3]
    );
    let mut collecting = job(4, collecting);
    assert_eq!(
        work(&mut collecting, |items| if items[0] == 0 {
            Err(UNSENT)
        } else {
            Ok(())
        })
        .len(),
        2
    );
    assert_eq!(collecting.outcome().expect("a failure").not_tried, [0, 1]);
}

#[test]
fn after_an_unknown_write_nothing_more_is_written_to_records_that_come_again() {
    for failure in [LOST, UNSENT] {
        let mut job = job(6, |plan| {
            plan.collects = true;
            plan.is_ordered = true;
        });
        assert_eq!(work(&mut job, |_| Err(failure)).len(), 1);
    }
}

#[test]
fn as_many_calls_are_under_way_as_the_plan_says() {
    let mut job = job(6, |plan| plan.concurrency = 2);
    let steps = [job.next(false), job.next(false), job.next(false)];
    assert_eq!(steps, [Step::Call(1), Step::Call(2), Step::Wait]);
    job.done(2, Came::Ids(vec![5, 6]));
    assert_eq!(job.next(false), Step::Call(3));
}

#[test]
fn an_abort_between_two_calls_leaves_nothing_unknown() {
    let mut job = job(4, |_| {});
    assert_eq!(job.next(false), Step::Call(1));
    job.done(1, Came::Ids(vec![1, 2]));
    assert_eq!(job.next(true), Step::Over);
    let outcome = job.outcome().expect("a failure");
    assert_eq!(
        (outcome.done, outcome.not_tried, outcome.cause),
        (vec![0, 1], vec![2, 3], None)
    );
}

#[test]
fn the_first_failure_speaks_for_the_job_as_far_as_no_row_says_otherwise() {
    let told = |failures: &[Option<Failure>], change: fn(&mut Plan)| {
        let mut job = job(2 * failures.len(), change);
        work(&mut job, |items| match failures[items[0] as usize / 2] {
            Some(failure) => Err(failure),
            None => Ok(()),
        });
        let decisions = job.outcome().expect("a failure").decisions;
        [decisions.not_sent, decisions.refused, decisions.transient]
    };
    assert_eq!(told(&[Some(UNSENT)], |_| {}), [true, false, true]);
    assert_eq!(told(&[Some(REFUSED)], |_| {}), [false, true, false]);
    assert_eq!(told(&[Some(LOST)], |_| {}), [false, false, true]);
    // Something was done before, or may have been done after.
    assert_eq!(told(&[None, Some(UNSENT)], |_| {}), [false, false, true]);
    let parts = |plan: &mut Plan| plan.collects = true;
    assert_eq!(
        told(&[Some(UNSENT), Some(LOST)], parts),
        [false, false, true]
    );
    assert_eq!(
        told(&[Some(REFUSED), Some(LOST)], parts),
        [false, false, false]
    );
}

#[test]
fn an_abort_before_any_failure_decides_nothing() {
    let mut job = job(4, |_| {});
    assert_eq!(job.next(true), Step::Over);
    let outcome = job.outcome().expect("a failure");
    assert_eq!(outcome.decisions, Decisions::default());
}

#[test]
fn an_abort_after_the_last_call_is_no_failure() {
    let mut job = job(2, |_| {});
    assert_eq!(job.next(false), Step::Call(1));
    job.done(1, Came::Ids(vec![1, 2]));
    assert_eq!((job.next(true), job.outcome()), (Step::Over, None));
}

#[test]
fn a_comparison_is_replaced_by_what_it_found_in_order() {
    let plan = Plan {
        rows: 4,
        chunk_size: 2,
        concurrency: 1,
        collects: false,
        is_ordered: false,
    };
    let mut job = Job::new(plan, vec![0, 1, 2, 3], Vec::new());
    job.add_whole(9, Kind::Done, vec![0, 1, 2]);
    job.add_whole(9, Kind::Done, vec![3]);
    assert_eq!((job.next(false), job.work(1)), (Step::Call(1), 9));
    job.add_whole(1, Kind::Unchanged, vec![2]);
    job.add(2, Kind::Created, &[0, 1]);
    job.done(1, Came::Replaced);
    for (call, work, items) in [(2, 1, vec![2]), (3, 2, vec![0, 1]), (4, 9, vec![3])] {
        assert_eq!((job.next(false), job.work(call)), (Step::Call(call), work));
        assert_eq!(job.items(call), items);
        job.done(
            call,
            Came::Ids(items.iter().map(|&item| u64::from(item) + 1).collect()),
        );
    }
    assert_eq!(
        (job.count(Kind::Unchanged), job.count(Kind::Created)),
        (1, 2)
    );
    assert_eq!(job.ids(), [1, 2, 3, 4]);
}

#[test]
fn a_row_of_more_records_than_a_chunk_takes_is_done_when_all_of_it_is() {
    let plan = Plan {
        rows: 2,
        chunk_size: 2,
        concurrency: 1,
        collects: true,
        is_ordered: false,
    };
    let mut job = Job::new(plan, vec![0, 0, 0, 1], Vec::new());
    job.add(0, Kind::Done, &[0, 1, 2, 3]);
    work(
        &mut job,
        |items| if items[0] == 2 { Err(UNSENT) } else { Ok(()) },
    );
    let outcome = job.outcome().expect("a failure");
    assert_eq!((outcome.done, outcome.not_tried), (vec![], vec![0, 1]));
}

#[test]
fn a_row_that_repeats_another_is_told_of_in_its_place() {
    let plan = Plan {
        rows: 3,
        chunk_size: 1,
        concurrency: 1,
        collects: false,
        is_ordered: false,
    };
    let mut job = Job::new(plan, vec![0, 2], Vec::new());
    job.add(0, Kind::Done, &[0, 1]);
    work(
        &mut job,
        |items| if items[0] == 1 { Err(REFUSED) } else { Ok(()) },
    );
    let outcome = job.outcome().expect("a failure");
    assert_eq!(
        (outcome.done, outcome.failed[0].rows.clone()),
        (vec![0], vec![2])
    );
}

#[test]
fn rows_of_a_part_are_told_once_each() {
    let plan = Plan {
        rows: 3,
        chunk_size: 9,
        concurrency: 1,
        collects: false,
        is_ordered: false,
    };
    let mut job = Job::new(plan, vec![0, 0, 1, 2], Vec::new());
    job.add(0, Kind::Done, &[3, 0, 2, 1]);
    work(&mut job, |_| Err(REFUSED));
    assert_eq!(job.outcome().expect("a failure").failed[0].rows, [2, 0, 1]);
}

#[test]
fn a_call_that_nobody_made_changes_nothing() {
    let mut job = job(2, |_| {});
    assert_eq!(job.done(5, Came::Ids(vec![1])), Then::Settled);
    job.looked_up(5, 0, &[1]);
    assert_eq!((job.progress(), job.items(5).len()), (0, 0));
}

#[test]
fn ids_are_whole_positive_different_and_as_many_as_rows() {
    assert_eq!(ids_of(&[1.0, 2.0], 2), Some(vec![1, 2]));
    for (answer, count) in [
        (&[1.0, 1.0][..], 2),
        (&[1.0], 2),
        (&[0.0], 1),
        (&[1.5], 1),
        (&[f64::NAN], 1),
        (&[-3.0], 1),
    ] {
        assert_eq!(ids_of(answer, count), None, "{answer:?}");
    }
}

#[test]
fn calls_that_must_follow_one_another_do_whatever_the_concurrency() {
    let mut job = job(6, |plan| {
        plan.concurrency = 3;
        plan.is_ordered = true;
    });
    let Step::Call(first) = job.next(false) else {
        panic!("no call");
    };
    assert_eq!(job.next(false), Step::Wait);
    job.done(first, Came::Ids(vec![1, 2]));
    assert!(matches!(job.next(false), Step::Call(_)));
    assert_eq!(job.next(false), Step::Wait);
}

#[test]
fn rows_are_compared_by_windows_of_five_thousand() {
    let mut job = job(0, |_| {});
    let items: Vec<u32> = (0..5001).collect();
    job.add_windows(1, Kind::Done, &items);
    let sizes: Vec<usize> = work(&mut job, |_| Ok(())).iter().map(Vec::len).collect();
    assert_eq!(sizes, [5000, 1]);
}
