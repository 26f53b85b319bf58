/** What leaves a part of a shell's script before its end. */
class Leave extends Error {}

/** `exit`, and what ends a shell: an error of syntax, of an expansion. */
export class Exit extends Leave {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code;
  }
}

/** `return`. */
export class Return extends Leave {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code;
  }
}

/** `break` and `continue`, out of so many loops. */
export class LeaveLoop extends Leave {
  levels: number;
  readonly goesOn: boolean;
  constructor(levels: number, goesOn: boolean) {
    super();
    this.levels = levels;
    this.goesOn = goesOn;
  }
}

/** ^C: back to the prompt. */
export class Interrupt extends Leave {}

/** The whole script ends with this message, or, at a prompt, its line does. */
export class ShellError extends Leave {
  readonly code: number;
  constructor(message: string, code = 2) {
    super();
    this.message = message;
    this.code = code;
  }
}
