/** A play's name inside the repository. */
export type PlayId = string & { readonly __brand: 'PlayId' };
