import { code, fence, folded } from './markdown.ts';
import type { Report } from './report.ts';

const upload = `- if: \${{ !cancelled() && steps.plays.outputs.report-path != '' }}
  uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
  with:
    name: cargo-plays-report
    path: \${{ steps.plays.outputs.report-path }}`;

/**
 * Where the definitions of deleted plays are, and how to keep them; empty where nothing was deleted.
 * @param reportPath where the report file is
 */
export function undoSection({ plays }: Report, reportPath: string): string {
  const isKept = plays.some(({ action, before }) => action === 'delete' && before !== null);
  if (!isKept) return '';
  return [
    '### Undo',
    `The report file has each deleted or changed play as it was before this run, as a definition: ${code(reportPath, 300)}, under \`before\`. To bring a play back, put that definition into the repository and merge it.`,
    folded(
      'How to keep the report file',
      `The runner removes the file when the job ends. A step after this one keeps it (\`plays\` is the \`id\` of this step):\n\n${fence(upload, 'yaml')}`,
    ),
  ].join('\n\n');
}
