declare module '@vercel/ncc' {
  interface Bundle {
    readonly code: string;
    readonly assets: Readonly<Record<string, { readonly source: string | Uint8Array }>>;
  }
  interface Options {
    readonly license?: string;
    readonly target?: string;
    readonly quiet?: boolean;
    readonly cache?: boolean;
  }
  /** Bundles a script with all that it imports. */
  export default function ncc(entry: string, options?: Options): Promise<Bundle>;
}
