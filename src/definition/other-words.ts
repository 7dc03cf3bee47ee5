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
  ['list', 'array'],
  ['json', 'object'],
]);

/** What other tools call the operators of conditions. */
export const otherOperators: ReadonlyMap<string, string> = new Map([
  ['is', 'isTrue'],
  ['isnot', 'isFalse'],
  ['equals', 'is'],
  ['eq', 'is'],
  ['=', 'is'],
  ['==', 'is'],
  ['notequals', 'isNot'],
  ['!=', 'isNot'],
  ['>', 'greaterThan'],
  ['gt', 'greaterThan'],
  ['<', 'lowerThan'],
  ['lt', 'lowerThan'],
  ['lessthan', 'lowerThan'],
]);
