import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { TrialEstimate } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { kernels } from '../workers/kernels.ts'
import type { Answer } from '../workers/run-api.ts'
import type { ModelOffers, TrialCheck, TrialDocuments } from '../workers/trial-api.ts'
import { type ExperimentForm, readForm } from './experiment-form.ts'
import { desk } from './trial-client.ts'
import { trialDocuments } from './trial-documents.ts'

/** Time without a change before a text is read [ms]. Chosen: a pause between words. */
const SETTLED = 350

/** The question of the project: its text, what the form shows of it, and what is wrong with it. */
export interface Question {
  readonly text: string
  readonly form: ExperimentForm | undefined
  readonly documents: TrialDocuments | undefined
  /** Of this very text; undefined while it is being read. */
  readonly check: TrialCheck | undefined
  readonly estimate: Answer<TrialEstimate> | undefined
  readonly offers: ModelOffers | undefined
  change(text: string): void
}

/** The question of the project, read and estimated as it changes. */
export function useQuestion(isRunning: boolean): Question {
  const text = useProject((state) => state.project.experiment ?? '')
  const changeProject = useProject((state) => state.change)
  return useQuestionOf(text, (experiment) => changeProject({ experiment }), !isRunning)
}

/** Any text as a question about the project's documents; what it costs is told if `hasEstimate`. */
export function useQuestionOf(text: string, change: (text: string) => void, hasEstimate: boolean): Question {
  const project = useProject((state) => state.project)
  const [settled] = useDebouncedValue(text, SETTLED)
  const form = useMemo(() => readForm(text), [text])
  const documents = useAnswer(() => trialDocuments(project, settled), [settled, project.files, project.model])
  const check = useAnswer(
    () => (documents === undefined || settled === '' ? undefined : desk().check(documents)),
    [documents],
  )
  const offers = useOffers(form?.model ?? '', documents)
  const isCurrent = settled === text && documents?.texts[documents.file] === text
  // A probe beside a running trial would measure the wrong thing, and slow it.
  const isReady = check?.isValid === true && hasEstimate && isCurrent
  const estimate = useAnswer(
    () => (isReady && documents !== undefined ? estimateOf(project.id, documents) : undefined),
    [isReady, check],
  )
  return {
    text,
    form,
    documents,
    check: isCurrent ? check : undefined,
    estimate: isReady ? estimate : undefined,
    offers,
    change,
  }
}

async function estimateOf(project: string, documents: TrialDocuments): Promise<Answer<TrialEstimate>> {
  return desk().estimate({ ...documents, project, kernels: await kernels() })
}

async function offersOf(path: string, { texts }: TrialDocuments): Promise<Answer<ModelOffers>> {
  return desk().offers(path, texts)
}

function useOffers(model: string, documents: TrialDocuments | undefined): ModelOffers | undefined {
  const path = model.replace(/^\.\.\//, '')
  const answer = useAnswer<Answer<ModelOffers>>(
    () => (documents === undefined || path === '' ? undefined : offersOf(path, documents)),
    [path, documents === undefined, documents?.texts[path]],
  )
  return answer?.ok === true ? answer.value : undefined
}

/** What a promise comes to, for as long as `inputs` are the same; undefined before. */
function useAnswer<T>(ask: () => Promise<T> | undefined, inputs: readonly unknown[]): T | undefined {
  const [answer, setAnswer] = useState<T>()
  useEffect(() => {
    let isOld = false
    setAnswer(undefined)
    const answerWhenThere = async (): Promise<void> => {
      const value = await ask()
      if (!isOld) setAnswer(() => value)
    }
    void answerWhenThere()
    return () => {
      isOld = true
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `ask` is made anew each time; its inputs say when it matters
  }, inputs)
  return answer
}
