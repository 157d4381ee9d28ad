/** Where JSON text stops being JSON (RFC 8259): engines word this differently, and some do not tell it at all. */

export interface JsonPlace {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** Short technical English, e.g. `"," or "}" expected`. */
  readonly problem: string;
}

/** `text` is known not to parse. */
export function jsonErrorPlace(text: string): JsonPlace {
  const { at, problem } = new Scanner(text).scan();
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) as string).length + 1, problem };
}

const LITERAL = /(?:true|false|null)/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a JSON string must not hold.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const BLANK = /[ \t\n\r]*/y;

/** Walks values without recursion, so that depth cannot exhaust the stack. */
class Scanner {
  #at = 0;

  constructor(private readonly text: string) {}

  scan(): { at: number; problem: string } {
    const open: ('{' | '[')[] = [];
    for (;;) {
      this.#skip(BLANK);
      const opened = this.text[this.#at];
      if (opened === '{' || opened === '[') {
        this.#at++;
        this.#skip(BLANK);
        if (this.text[this.#at] !== (opened === '{' ? '}' : ']')) {
          open.push(opened);
          if (opened === '{' && !this.#key()) return this.#failedKey();
          continue;
        }
        this.#at++;
      } else if (!(this.#skip(STRING) || this.#skip(NUMBER) || this.#skip(LITERAL))) return this.#fail('a value expected');
      for (;;) {
        this.#skip(BLANK);
        const container = open.at(-1);
        if (container === undefined) return this.#fail(this.#at < this.text.length ? 'the end expected' : 'no fault found');
        const closing = container === '{' ? '}' : ']';
        if (this.text[this.#at] === closing) {
          this.#at++;
          open.pop();
          continue;
        }
        if (this.text[this.#at] !== ',') return this.#fail(`"," or "${closing}" expected`);
        this.#at++;
        this.#skip(BLANK);
        if (container === '{' && !this.#key()) return this.#failedKey();
        break;
      }
    }
  }

  #key(): boolean {
    if (!this.#skip(STRING)) return false;
    this.#skip(BLANK);
    if (this.text[this.#at] !== ':') return false;
    this.#at++;
    return true;
  }

  /** A name that was read ends with its quotation mark and blanks. */
  #failedKey(): { at: number; problem: string } {
    return this.#fail(/"\s*$/.test(this.text.slice(0, this.#at)) ? '":" expected' : 'a name in quotes expected');
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return false;
    this.#at += match[0].length;
    return match[0].length > 0;
  }

  #fail(problem: string): { at: number; problem: string } {
    return { at: this.#at, problem: this.#at >= this.text.length ? 'the file ends too early' : problem };
  }
}
