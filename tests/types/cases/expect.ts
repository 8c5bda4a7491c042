/** True only when both types are the same; `any` is the same as nothing but `any`. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

/** `same<A, B>()` compiles only when the two types are exactly the same. */
export declare function same<A, B>(...proof: Same<A, B> extends true ? [] : [mismatch: never]): void;
