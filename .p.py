def sub(f, *prs):
    s=open(f).read()
    for a,b in prs:
        assert a in s, (f,a)
        s=s.replace(a,b,1)
    open(f,'w').write(s)
sub('src/compile/tissue.ts',
("): { readonly tissue?: Tissue; readonly issues: readonly Issue[] } {","): { readonly tissue?: Tissue; readonly file?: DocumentFile; readonly issues: readonly Issue[] } {"),
("    ? { tissue, issues }\n","    ? { tissue, file: { file: file.path, text: file.text }, issues }\n"),
("import type { ReadFile } from '../model/include.ts'","import type { DocumentFile, ReadFile } from '../model/include.ts'"))
sub('src/compile/parse-model.ts',
("  const { tissue } = reading as { tissue?: Tissue } // absent when there is no table or when it has mistakes\n","  // Absent when there is no table or when it has mistakes.\n  const { tissue, file: tableFile } = reading as { tissue?: Tissue; file?: DocumentFile }\n"),
("  const model: Model = { data, initialCells, vessels, tissueCounts: tissue?.counts ?? {}, hash, files }\n","""  const tissueCounts = tissue?.counts ?? {}
  const documents = tableFile === undefined ? files : [tableFile, ...files]
  const model: Model = { data, initialCells, vessels, tissueCounts, hash, files: documents }
"""))
sub('src/compile/model.ts',("  /** What the author wrote, includes first; stored with the results. */","  /** What the author wrote, the cell table and includes first, the model's own file last; stored with the results. */"))
sub('src/experiment/experiment.ts',("/** What an arm does to the model's document:","/** What an arm of a document does to the model's:"),
("function amendFor(root","export function amendFor(root"),
("function commonIssues(","export function commonIssues("),
("function keysAt(","export function keysAt("))
sub('src/experiment/single-run.ts',
("export function singleRunExperiment(model: Model, file: string, measures: readonly string[]): Experiment {","""export function singleRunExperiment(
  model: Model,
  file: string,
  measures: readonly string[],
  name = 'model',
): Experiment {"""),
("    arms: [{ name: 'model', model }],","    arms: [{ name, model }],"),
("      arms: { model: arm },","      arms: { [name]: arm },"))
