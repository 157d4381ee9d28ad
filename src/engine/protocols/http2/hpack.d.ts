/** The part of the library `hpack` 1.0.0 that is used: one instance holds the dynamic table of one direction (RFC 7541). */
declare module 'hpack' {
  export default class Hpack {
    /** Reads whole field representations from a Buffer or what behaves like one; throws or leaves fields out where an index is unknown. */
    decode(input: Uint8Array): [name: string, value: string][];
  }
}
