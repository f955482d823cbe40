declare const brand: unique symbol;

/** A value of type `T` that only code which knows its meaning may make (by a cast at one place). */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
