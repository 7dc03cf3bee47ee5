/** What databases and other tools call the kinds of conditions. */
export const otherKinds: ReadonlyMap<string, string> = new Map([
  ['text', 'string'],
  ['varchar', 'string'],
  ['integer', 'number'],
  ['int', 'number'],
  ['float', 'number'],
  ['numeric', 'number'],
  ['datetime', 'date'],
  ['timestamp', 'date'],
]);

/**
 * What other tools, and Cargo itself elsewhere, call the operators of conditions, frequencies and periods: `moreThan`
 * is `greaterThan` in a number condition. Where there are several, the first that is allowed is meant.
 */
export const otherOperators: ReadonlyMap<string, readonly string[]> = new Map([
  ['is', ['isTrue', 'exactly']],
  ['isnot', ['isFalse']],
  ['isnottrue', ['isFalse']],
  ['isnotfalse', ['isTrue']],
  ['equals', ['is', 'exactly']],
  ['eq', ['is', 'exactly']],
  ['=', ['is', 'exactly']],
  ['==', ['is', 'exactly']],
  ['exactly', ['is']],
  ['notequals', ['isNot']],
  ['!=', ['isNot']],
  ['notcontains', ['doesNotContain']],
  ['containsnot', ['doesNotContain']],
  ['>', ['greaterThan', 'moreThan']],
  ['gt', ['greaterThan', 'moreThan']],
  ['morethan', ['greaterThan']],
  ['greaterthan', ['moreThan']],
  ['higherthan', ['greaterThan', 'moreThan']],
  ['<', ['lowerThan', 'lessThan']],
  ['lt', ['lowerThan', 'lessThan']],
  ['lessthan', ['lowerThan']],
  ['lowerthan', ['lessThan']],
  ['never', ['not']],
]);

/** An operator that Cargo lacks, and how it is written of whole numbers. */
interface MissingOperator {
  readonly words: string;
  /** The key in `otherOperators` of the one to write. */
  readonly instead: string;
  /** What is added to the number. */
  readonly by: number;
}

const atLeast: MissingOperator = { words: 'at least', instead: '>', by: -1 };
const atMost: MissingOperator = { words: 'at most', instead: '<', by: 1 };

/** The operators that Cargo lacks, by what they are called elsewhere. */
export const missingOperators: ReadonlyMap<string, MissingOperator> = new Map([
  ['>=', atLeast],
  ['gte', atLeast],
  ['atleast', atLeast],
  ['greaterthanorequal', atLeast],
  ['greaterthanorequals', atLeast],
  ['greaterthanequal', atLeast],
  ['morethanorequal', atLeast],
  ['<=', atMost],
  ['lte', atMost],
  ['atmost', atMost],
  ['lessthanorequal', atMost],
  ['lessthanorequals', atMost],
  ['lessthanequal', atMost],
  ['lowerthanorequal', atMost],
]);

/** What other tools call the values of other keys, by the key. */
export const otherValues: Readonly<Record<string, ReadonlyMap<string, readonly string[]>>> = {
  changeKinds: new Map([
    ['changed', ['updated']],
    ['created', ['added']],
    ['new', ['added']],
    ['deleted', ['removed']],
  ]),
  activityKind: new Map([
    ['entered', ['workflowEntered']],
    ['executed', ['workflowNodeExecuted']],
    ['left', ['workflowLeft']],
  ]),
};
