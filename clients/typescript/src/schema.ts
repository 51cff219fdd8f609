// Generated from openapi/openapi.json by npm run openapi. Do not edit.

export interface paths {
    "/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List data sets, newest first */
        get: operations["listDatasets"];
        put?: never;
        /**
         * Upload a data set
         * @description Rows as JSON, NDJSON or CSV with a header line, arrays as NPY, NPZ or IDX, Arrow IPC, or Parquet: raw, or as
         *     files of a form, packed by gzip or not. All but JSON is streamed to disk.
         *
         *     A CSV column is a number column when at least half of its values in the first 1,000 rows are numbers
         *     (empty cells and words such as NA aside), else a category; with more than 1,024 different values it is
         *     text. Integers beyond 2⁵³ make an integer column, `true` and `false` a boolean one. A JSON column goes
         *     by its first value. An empty cell, or null, is a missing value. Every value of a number column must be a
         *     finite decimal number: up to 20 faults are listed by row and column, and nothing is stored. Arrays keep NaN
         *     and infinity, which count as missing; the first dimension is the rows, the others make a vector, whose bytes
         *     and 32-bit floats are stored as they are. `types` overrides what would be inferred.
         */
        post: operations["createDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset}:append": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Append rows to a data set
         * @description Makes a new data set of the same name, its `version` one higher, its `parent` the one appended to, which stays as it is. The body is that of an upload, with the same columns in any order, read as the types they have; its `name` is not used.
         */
        post: operations["appendToDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Columns and statistics of a data set */
        get: operations["getDataset"];
        put?: never;
        post?: never;
        /**
         * Remove a data set
         * @description Refused while a job that is not over uses it.
         */
        delete: operations["deleteDataset"];
        options?: never;
        head?: never;
        /** Rename a data set */
        patch: operations["renameDataset"];
        trace?: never;
    };
    "/v1/datasets/{dataset}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Some rows of a data set */
        get: operations["getDatasetRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{dataset}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a data set
         * @description The whole data set or a part of it, streamed: memory does not grow with the rows.
         *
         *     Binary formats keep every bit of what is stored: NaN, infinities, −0 and integers beyond 2⁵³, with missing
         *     values as nulls (in NPY as NaN); of a NaN in Parquet only that it is one. In JSON, NDJSON and CSV, a number reads back as the same number; missing
         *     values, NaN and infinities are `null` or an empty cell, integers beyond 2⁵³ strings in JSON. A vector is a
         *     list, in CSV a column for each of its values. NPY holds numbers only: one column as it is, or several as doubles.
         */
        get: operations["getDatasetContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List uploads and how far they are, newest first
         * @description Also those that come as one body, while they do.
         */
        get: operations["listUploads"];
        put?: never;
        /**
         * Begin an upload in parts
         * @description For files that are too large to send again when a connection breaks. Put parts of any size (some 10 to 100 MiB) in any order, several at a time; then complete it. An upload that nothing is added to expires after a day.
         */
        post: operations["createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far an upload is
         * @description With `Prefer: wait=<seconds>` (at most 60) the answer waits until it has been read.
         */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /**
         * Cancel an upload
         * @description Removes its parts, not what it has become. Refused while it is read.
         */
        delete: operations["deleteUpload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{upload}/parts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put one part
         * @description On disk when it is answered. The same number again replaces the part. `Content-Digest: sha-256=:…:` (RFC 9530) has it checked.
         */
        put: operations["putUploadPart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{upload}:complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the parts as one file
         * @description Idempotent. The parts must be numbered from 1 without a gap. With `Prefer: wait=<seconds>` the answer waits until the file has been read; what is wrong with it stands in `error`.
         */
        post: operations["completeUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List networks, newest first */
        get: operations["listNetworks"];
        put?: never;
        /**
         * Make a network
         * @description Layers, initialisers, dtype and seed. The parameters are drawn and stored at once.
         */
        post: operations["createNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks:validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a network without storing it
         * @description Shapes, parameters, bytes and operations a row of the network as it would be.
         */
        post: operations["validateNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks/{network}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at a network */
        get: operations["getNetwork"];
        put?: never;
        post?: never;
        /**
         * Remove a network
         * @description Jobs and models have their own copies and stay.
         */
        delete: operations["deleteNetwork"];
        options?: never;
        head?: never;
        /** Rename a network or note something */
        patch: operations["changeNetwork"];
        trace?: never;
    };
    "/v1/networks/{network}/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read all parameters */
        get: operations["getNetworkParameters"];
        /**
         * Set all parameters
         * @description Every parameter, with its exact shape; finite numbers only.
         */
        put: operations["putNetworkParameters"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks/{network}:predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Outputs for rows of raw numbers */
        post: operations["predictWithNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks/{network}:inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look inside: activations, deltas, gradients, Jacobian
         * @description For a batch of rows; gradients and activations by layer name.
         */
        post: operations["inspectNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks:import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a network from an ONNX file
         * @description Fully connected graphs of one input: the operators that layers of the catalogue stand for, opset 7 and later. A file with others is refused with their names; nothing outside the file is opened.
         */
        post: operations["importNetwork"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}:import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take in a version that another nabla exported
         * @description The file of `export?format=archive`, as the next version of this model: network, weights, preprocessing and lineage. It predicts the same to the bit.
         */
        post: operations["importModelVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List training jobs, newest first */
        get: operations["listTrainingJobs"];
        put?: never;
        /**
         * Train a network on a data set
         * @description Everything is checked at once: every fault comes with its pointer, and nothing is
         *     queued. The job then works on a copy of the network's parameters and never changes the network. Given
         *     `model`, its result is a new version of that model.
         *
         *     The loss decides what targets may be. Regression losses: number columns, one an output. cross-entropy, on a
         *     network that ends in softmax: one category column, one column of the integers 0 to K−1, or K columns of a
         *     distribution. binary-cross-entropy, on one sigmoid unit: one column of two categories or of 0 and 1; on
         *     several: a column of 0 to 1 for each. With `outputs` each output of the network has its own loss and targets.
         */
        post: operations["createTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a training job, or wait for it
         * @description `train` metrics of the result are recomputed with the final weights; the series of
         *     `/metrics` hold for each epoch the loss as it was while training.
         */
        get: operations["getTrainingJob"];
        put?: never;
        post?: never;
        /**
         * Remove a training job that has ended
         * @description With its events and series. Versions of models it made stay.
         */
        delete: operations["deleteTrainingJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}:cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a training job
         * @description Idempotent. A queued job is cancelled at once; a running one is `cancelling` until its trainer has ended; one that has ended stays as it is, whatever it ended as.
         */
        post: operations["cancelTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}:pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a training job
         * @description Idempotent. A running job is `pausing` until its checkpoint is stored, then `paused` without a process and without a slot; a queued one is paused at once; one that has ended stays as it is.
         */
        post: operations["pauseTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}:resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a paused or interrupted training job
         * @description Idempotent. The job is queued, and goes on from its last checkpoint: its final weights are those of a job that was never paused, to the bit. One that is queued, running or has ended stays as it is. 409 when the data set of an interrupted job has been deleted meanwhile.
         */
        post: operations["resumeTrainingJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the checkpoints of a training job, oldest first
         * @description The newest ones and the best one are kept, also after the end of the job, until it is deleted.
         */
        get: operations["listTrainingJobCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}/checkpoints/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a checkpoint
         * @description Everything the training goes on from, as tensors: the parameters by their names
         *     (`hidden.weights`), the optimiser's state (`optimizer.mean.hidden.weights`), and single numbers such as
         *     `run.step`. The metadata hold `epoch`, `step`, and `checksum`: SHA-256 of the file with the 64 digits
         *     of the checksum itself set to 0.
         */
        get: operations["getTrainingJobCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a training job
         * @description With `Accept: text/event-stream` a stream of Server-Sent Events: everything
         *     since `Last-Event-ID`, then what happens, the terminal event last. Without, pages of the same events;
         *     `nextCursor` is null once the terminal one has been given, so asking again with it follows a job. A
         *     stream that has nothing left to tell is answered 204, which ends a browser's reconnecting.
         */
        get: operations["listTrainingJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/training-jobs/{job}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Series measured while training
         * @description `train.loss` is there for every epoch. The validation and test splits are measured
         *     after the epochs at which that takes at most a fifth of the time.
         */
        get: operations["getTrainingJobMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List models, by name */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/labels/{label}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at a label */
        get: operations["getModelLabel"];
        /**
         * Point a label at a version
         * @description A label that exists only moves with `If-Match: <its ETag>`, so two people cannot undo each other unseen.
         */
        put: operations["putModelLabel"];
        post?: never;
        /** Remove a label */
        delete: operations["deleteModelLabel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the labels of a model */
        get: operations["listModelLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/labels/{label}:predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict with the version a label points at
         * @description Rows as JSON, or a table of any number of rows as CSV with a header line, NPY (rows of
         *     numbers in the order of the inputs, a category by its index) or Arrow IPC, packed by gzip or not: those are read
         *     in bounded memory, and columns the model does not know are passed over. The answer is JSON, CSV, NPY or Arrow, by the
         *     Accept header; it begins when the last row has been read, so a fault in any row is a 422 that names it.
         *
         *     A missing value is filled in as the model was fitted, or refused where it has nothing to fill in; so is a category
         *     it was not trained on. The version that answered is in the Content-Location header.
         */
        post: operations["predictWithLabel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/labels/{label}:inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look inside: activations, gradients, Jacobian
         * @description As of a network, with the model’s own preprocessing before it; `inputs` names what the derivatives are by.
         */
        post: operations["inspectModelWithLabel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/labels/{label}:load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring it into memory before the first prediction */
        post: operations["loadModelWithLabel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/labels/{label}:unload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let its memory go until the next prediction */
        post: operations["unloadModelWithLabel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List versions, newest first */
        get: operations["listModelVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at a version: where it came from, what it measured */
        get: operations["getModelVersion"];
        put?: never;
        post?: never;
        /**
         * Remove a version
         * @description Refused while a label points at it. Its number is not used again.
         */
        delete: operations["deleteModelVersion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}/parameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the parameters of a version */
        get: operations["getModelParameters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}:predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict with one version
         * @description Rows as JSON, or a table of any number of rows as CSV with a header line, NPY (rows of
         *     numbers in the order of the inputs, a category by its index) or Arrow IPC, packed by gzip or not: those are read
         *     in bounded memory, and columns the model does not know are passed over. The answer is JSON, CSV, NPY or Arrow, by the
         *     Accept header; it begins when the last row has been read, so a fault in any row is a 422 that names it.
         *
         *     A missing value is filled in as the model was fitted, or refused where it has nothing to fill in; so is a category
         *     it was not trained on. The version that answered is in the Content-Location header.
         */
        post: operations["predictWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}:inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look inside: activations, gradients, Jacobian
         * @description As of a network, with the model’s own preprocessing before it; `inputs` names what the derivatives are by.
         */
        post: operations["inspectModelWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}:load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring it into memory before the first prediction */
        post: operations["loadModelWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}:unload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let its memory go until the next prediction */
        post: operations["unloadModelWithVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a model
         * @description `ready` and `model_version_status` are what the clients of KServe V1 and of TensorFlow Serving look for.
         */
        get: operations["getModel"];
        put?: never;
        post?: never;
        /** Remove a model with its versions and labels */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}:predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict with the newest version
         * @description Rows as JSON, or a table of any number of rows as CSV with a header line, NPY (rows of
         *     numbers in the order of the inputs, a category by its index) or Arrow IPC, packed by gzip or not: those are read
         *     in bounded memory, and columns the model does not know are passed over. The answer is JSON, CSV, NPY or Arrow, by the
         *     Accept header; it begins when the last row has been read, so a fault in any row is a 422 that names it.
         *
         *     A missing value is filled in as the model was fitted, or refused where it has nothing to fill in; so is a category
         *     it was not trained on. The version that answered is in the Content-Location header.
         */
        post: operations["predict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}:inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look inside: activations, gradients, Jacobian
         * @description As of a network, with the model’s own preprocessing before it; `inputs` names what the derivatives are by.
         */
        post: operations["inspectModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}:load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring it into memory before the first prediction */
        post: operations["loadModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}:unload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let its memory go until the next prediction */
        post: operations["unloadModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every layer, activation, loss, optimiser, schedule and initialiser */
        get: operations["getCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/networks/{network}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take a network elsewhere
         * @description One matrix `input` of rows × inputs, and an output under the name of each output layer.
         */
        get: operations["exportNetwork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}/versions/{version}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take a version elsewhere
         * @description With its preprocessing: raw values in, predictions out. Numbers go in as float64. Out come `predictions` in original units (float64), or `label` and `probabilities`; of several outputs each name begins with that of the output and a dot.
         */
        get: operations["exportModelVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Name, version and extensions of the server */
        get: operations["getInferenceServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server answers */
        get: operations["getInferenceLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether models can be asked */
        get: operations["getInferenceReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tensors a model takes and gives */
        get: operations["getInferenceModelVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a model can be asked */
        get: operations["getInferenceModelVersionReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from tensors
         * @description With the binary tensor data extension: the data of tensors stand behind the JSON, whose length is in the `Inference-Header-Content-Length` header. A model of numbers takes one tensor `input`, or a tensor for each input by name; a category is BYTES.
         */
        post: operations["inferVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tensors a model takes and gives */
        get: operations["getInferenceModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a model can be asked */
        get: operations["getInferenceModelReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{model}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Predict from tensors
         * @description With the binary tensor data extension: the data of tensors stand behind the JSON, whose length is in the `Inference-Header-Content-Length` header. A model of numbers takes one tensor `input`, or a tensor for each input by name; a category is BYTES.
         */
        post: operations["infer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests should be sent here */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions, cores, instruction set and limits */
        get: operations["getSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457 problem details. */
        Problem: {
            /**
             * Format: uri
             * @example https://nabla.dev/problems/invalid-input
             */
            type: string;
            /** @example The input is not valid */
            title: string;
            /** @example 422 */
            status: number;
            /** @example /layers/0/units: expected an integer ≥ 1, got -3 */
            detail: string;
            /** @description The id of the request, as in the log. */
            instance: string;
            /** @enum {string} */
            code: "malformed-body" | "bad-request" | "not-found" | "method-not-allowed" | "not-acceptable" | "request-timeout" | "conflict" | "precondition-failed" | "body-too-large" | "unsupported-media-type" | "invalid-input" | "precondition-required" | "too-many-requests" | "headers-too-large" | "internal" | "data-damaged" | "unavailable" | "storage-full";
            errors?: {
                /** @description JSON pointer into the body. */
                pointer?: string;
                /** @description Name of a query parameter. */
                parameter?: string;
                /** @description Row of a table, from 1. */
                row?: number;
                column?: string;
                detail: string;
            }[];
        };
        Activation: ("identity" | "sigmoid" | "tanh" | "relu" | "leaky-relu" | "rrelu" | "prelu" | "elu" | "selu" | "celu" | "gelu" | "gelu-tanh" | "softplus" | "squareplus" | "silu" | "mish" | "hard-sigmoid" | "hard-tanh" | "hard-swish" | "softsign" | "arctan" | "gudermannian" | "algebraic" | "erf" | "gaussian" | "sine" | "softmax" | "log-softmax" | "sparsemax") | ({
            /**
             * @description Leaves its input as it is.
             * @enum {string}
             */
            type: "identity";
        } | {
            /**
             * @description The logistic function, from 0 to 1.
             * @enum {string}
             */
            type: "sigmoid";
        } | {
            /**
             * @description The hyperbolic tangent, from −1 to 1.
             * @enum {string}
             */
            type: "tanh";
        } | {
            /**
             * @description Rectified linear unit.
             * @enum {string}
             */
            type: "relu";
        } | {
            /**
             * @description A rectifier that lets a small part of negative inputs through.
             * @enum {string}
             */
            type: "leaky-relu";
            /**
             * @description Slope for negative inputs.
             * @default 0.01
             */
            slope?: number;
        } | {
            /**
             * @description A leaky rectifier whose slope is drawn for each unit at every training step.
             * @enum {string}
             */
            type: "rrelu";
            /**
             * @description Least slope for negative inputs.
             * @default 0.125
             */
            lower?: number;
            /**
             * @description Greatest slope for negative inputs.
             * @default 0.3333333333333333
             */
            upper?: number;
        } | {
            /**
             * @description A leaky rectifier that learns the slope of each unit.
             * @enum {string}
             */
            type: "prelu";
            /**
             * @description Slope for negative inputs at the start.
             * @default 0.25
             */
            slope?: number;
        } | {
            /**
             * @description Exponential linear unit: a rectifier that saturates for negative inputs.
             * @enum {string}
             */
            type: "elu";
            /**
             * @description α: the value approached for z → −∞ is −α.
             * @default 1
             */
            alpha?: number;
        } | {
            /**
             * @description ELU scaled so that mean 0 and variance 1 are kept from layer to layer.
             * @enum {string}
             */
            type: "selu";
        } | {
            /**
             * @description ELU whose derivative is continuous for every α.
             * @enum {string}
             */
            type: "celu";
            /**
             * @description α: the value approached for z → −∞ is −α.
             * @default 1
             */
            alpha?: number;
        } | {
            /**
             * @description Gaussian error linear unit: the input weighted by the normal distribution function.
             * @enum {string}
             */
            type: "gelu";
        } | {
            /**
             * @description GELU with its distribution function approximated by a tanh.
             * @enum {string}
             */
            type: "gelu-tanh";
        } | {
            /**
             * @description A smooth rectifier.
             * @enum {string}
             */
            type: "softplus";
        } | {
            /**
             * @description A smooth rectifier without exponentials (Barron 2021).
             * @enum {string}
             */
            type: "squareplus";
            /**
             * @description b: how wide the bend at 0 is; φ(0) = ½√b.
             * @default 4
             */
            curvature?: number;
        } | {
            /**
             * @description Sigmoid linear unit, also called swish: the input weighted by its own sigmoid.
             * @enum {string}
             */
            type: "silu";
        } | {
            /**
             * @description The input weighted by the tanh of its softplus.
             * @enum {string}
             */
            type: "mish";
        } | {
            /**
             * @description The sigmoid in three straight pieces.
             * @enum {string}
             */
            type: "hard-sigmoid";
        } | {
            /**
             * @description The input held between two bounds.
             * @enum {string}
             */
            type: "hard-tanh";
            /**
             * @description Lower bound; below `maximum`.
             * @default -1
             */
            minimum?: number;
            /**
             * @description Upper bound.
             * @default 1
             */
            maximum?: number;
        } | {
            /**
             * @description The input weighted by its hard sigmoid.
             * @enum {string}
             */
            type: "hard-swish";
        } | {
            /**
             * @description From −1 to 1 like tanh, approached more slowly.
             * @enum {string}
             */
            type: "softsign";
        } | {
            /**
             * @description The arc tangent, from −π/2 to π/2.
             * @enum {string}
             */
            type: "arctan";
        } | {
            /**
             * @description The Gudermannian function, from −π/2 to π/2.
             * @enum {string}
             */
            type: "gudermannian";
        } | {
            /**
             * @description A sigmoid from −1 to 1 made of a square root.
             * @enum {string}
             */
            type: "algebraic";
        } | {
            /**
             * @description The error function, from −1 to 1.
             * @enum {string}
             */
            type: "erf";
        } | {
            /**
             * @description A bell around 0.
             * @enum {string}
             */
            type: "gaussian";
        } | {
            /**
             * @description The sine, for periodic targets.
             * @enum {string}
             */
            type: "sine";
        } | {
            /**
             * @description A probability distribution over the units of a row.
             * @enum {string}
             */
            type: "softmax";
            /**
             * @description T: above 1 flatter, below 1 sharper.
             * @default 1
             */
            temperature?: number;
        } | {
            /**
             * @description The logarithms of a probability distribution over the units of a row.
             * @enum {string}
             */
            type: "log-softmax";
        } | {
            /**
             * @description A probability distribution over the units of a row in which most are exactly 0.
             * @enum {string}
             */
            type: "sparsemax";
        });
        Initializer: ("zeros" | "uniform" | "normal" | "glorot-uniform" | "glorot-normal" | "glorot" | "he-uniform" | "he-normal" | "he" | "lecun-uniform" | "lecun-normal" | "orthogonal") | ({
            /**
             * @description All values 0: what biases start from.
             * @enum {string}
             */
            type: "zeros";
        } | {
            /**
             * @description All values the same.
             * @enum {string}
             */
            type: "constant";
            /** @description The value. */
            value: number;
        } | {
            /**
             * @description Values written out, in the shape of the parameter.
             * @enum {string}
             */
            type: "explicit";
            /** @description Weights: one array of units for each input. Biases: one number a unit. */
            values: number[] | number[][];
        } | {
            /**
             * @description Uniform between two bounds.
             * @enum {string}
             */
            type: "uniform";
            /**
             * @description Lower bound.
             * @default -0.05
             */
            low?: number;
            /**
             * @description Upper bound, not less than `low`.
             * @default 0.05
             */
            high?: number;
        } | {
            /**
             * @description Normal with a given mean and standard deviation.
             * @enum {string}
             */
            type: "normal";
            /**
             * @description Mean.
             * @default 0
             */
            mean?: number;
            /**
             * @description Standard deviation.
             * @default 0.05
             */
            standardDeviation?: number;
        } | {
            /**
             * @description Keeps the size of signals in both directions (Glorot, Bengio 2010); the default for dense layers.
             * @enum {string}
             */
            type: "glorot-uniform";
        } | {
            /**
             * @description As glorot-uniform, from a normal distribution.
             * @enum {string}
             */
            type: "glorot-normal";
        } | {
            /**
             * @description Another name of glorot-uniform.
             * @enum {string}
             */
            type: "glorot";
        } | {
            /**
             * @description Keeps the size of signals through rectifiers (He et al. 2015).
             * @enum {string}
             */
            type: "he-uniform";
        } | {
            /**
             * @description As he-uniform, from a normal distribution; the default before the ReLU family.
             * @enum {string}
             */
            type: "he-normal";
        } | {
            /**
             * @description Another name of he-normal.
             * @enum {string}
             */
            type: "he";
        } | {
            /**
             * @description Keeps the size of signals forward (LeCun et al. 1998).
             * @enum {string}
             */
            type: "lecun-uniform";
        } | {
            /**
             * @description As lecun-uniform, from a normal distribution; suits selu.
             * @enum {string}
             */
            type: "lecun-normal";
        } | {
            /**
             * @description Orthonormal rows or columns, whichever are fewer (Saxe et al. 2014); matrices only.
             * @enum {string}
             */
            type: "orthogonal";
            /**
             * @description Length of the vectors.
             * @default 1
             */
            gain?: number;
        });
        Layer: {
            /**
             * @description Every unit sees every input.
             * @enum {string}
             */
            type: "dense";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Number of units N. */
            units: number;
            activation?: components["schemas"]["Activation"];
            weights?: components["schemas"]["Initializer"];
            /**
             * @description First values of b. `false`: none.
             * @default zeros
             */
            biases?: false | components["schemas"]["Initializer"];
            /**
             * @description Weight of the penalty l1·Σ|w| on W; its gradient is added in training.
             * @default 0
             */
            l1?: number;
            /**
             * @description Weight of the penalty ½·l2·Σw² on W; its gradient is added in training.
             * @default 0
             */
            l2?: number;
        } | {
            /**
             * @description An activation, scalar or vector, as a layer of its own.
             * @enum {string}
             */
            type: "activation";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            activation: components["schemas"]["Activation"];
        } | {
            /**
             * @description Joins the layers named in `inputs`.
             * @enum {string}
             */
            type: "merge";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /**
             * @description All but concat need inputs of one width.
             * @default concat
             * @enum {string}
             */
            mode?: "concat" | "add" | "multiply" | "max";
        } | {
            /**
             * @description A linear and a nonlinear view of the input side by side.
             * @enum {string}
             */
            type: "skip";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Units of the linear part. */
            linearUnits: number;
            /** @description Units of the nonlinear part. */
            units: number;
            activation?: components["schemas"]["Activation"];
            linearWeights?: components["schemas"]["Initializer"];
            /**
             * @description First values of b₁. `false`: none.
             * @default zeros
             */
            linearBiases?: false | components["schemas"]["Initializer"];
            weights?: components["schemas"]["Initializer"];
            /**
             * @description First values of b₂. `false`: none.
             * @default zeros
             */
            biases?: false | components["schemas"]["Initializer"];
            /**
             * @description Weight of the penalty l1·Σ|w| on C₁ and C₂; its gradient is added in training.
             * @default 0
             */
            l1?: number;
            /**
             * @description Weight of the penalty ½·l2·Σw² on C₁ and C₂; its gradient is added in training.
             * @default 0
             */
            l2?: number;
        } | {
            /**
             * @description A sum of a linear and a nonlinear path, or, with `layers`, of the input and a stack of layers.
             * @enum {string}
             */
            type: "residual";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Units of both paths; not with `layers`. */
            units?: number;
            /** @description F: layers whose output is as wide as the input. */
            layers?: components["schemas"]["Layer"][];
            activation?: components["schemas"]["Activation"];
            linearWeights?: components["schemas"]["Initializer"];
            /**
             * @description First values of b₁. `false`: none.
             * @default zeros
             */
            linearBiases?: false | components["schemas"]["Initializer"];
            weights?: components["schemas"]["Initializer"];
            /**
             * @description First values of b₂. `false`: none.
             * @default zeros
             */
            biases?: false | components["schemas"]["Initializer"];
            /**
             * @description Weight of the penalty l1·Σ|w| on C₁ and C₂; its gradient is added in training.
             * @default 0
             */
            l1?: number;
            /**
             * @description Weight of the penalty ½·l2·Σw² on C₁ and C₂; its gradient is added in training.
             * @default 0
             */
            l2?: number;
        } | {
            /**
             * @description Branches that read the same input, joined.
             * @enum {string}
             */
            type: "parallel";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Stacks of layers. */
            branches: components["schemas"]["Layer"][][];
            /**
             * @description All but concat need branches of one width.
             * @default concat
             * @enum {string}
             */
            merge?: "concat" | "add" | "multiply" | "max";
        } | {
            /**
             * @description A linear layer whose outputs are let through by a gate.
             * @enum {string}
             */
            type: "gated";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Number of units. */
            units: number;
            gate?: components["schemas"]["Activation"];
            weights?: components["schemas"]["Initializer"];
            /**
             * @description First values of b. `false`: none.
             * @default zeros
             */
            biases?: false | components["schemas"]["Initializer"];
            gateWeights?: components["schemas"]["Initializer"];
            /**
             * @description First values of d. `false`: none.
             * @default zeros
             */
            gateBiases?: false | components["schemas"]["Initializer"];
            /**
             * @description Weight of the penalty l1·Σ|w| on C and G; its gradient is added in training.
             * @default 0
             */
            l1?: number;
            /**
             * @description Weight of the penalty ½·l2·Σw² on C and G; its gradient is added in training.
             * @default 0
             */
            l2?: number;
        } | {
            /**
             * @description Each unit is the largest of several affine functions (Goodfellow et al. 2013).
             * @enum {string}
             */
            type: "maxout";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Number of units. */
            units: number;
            /**
             * @description Affine functions of each unit.
             * @default 2
             */
            pieces?: number;
            weights?: components["schemas"]["Initializer"];
            /**
             * @description First values of b. `false`: none.
             * @default zeros
             */
            biases?: false | components["schemas"]["Initializer"];
            /**
             * @description Weight of the penalty l1·Σ|w| on W; its gradient is added in training.
             * @default 0
             */
            l1?: number;
            /**
             * @description Weight of the penalty ½·l2·Σw² on W; its gradient is added in training.
             * @default 0
             */
            l2?: number;
        } | {
            /**
             * @description Largest input of each group.
             * @enum {string}
             */
            type: "max";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description The inputs of each output, numbered from 0; not with `size`. */
            groups?: number[][];
            /** @description Inputs of each output, taken in turn; must divide the inputs. */
            size?: number;
        } | {
            /**
             * @description Product of the inputs of each group.
             * @enum {string}
             */
            type: "product";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description The inputs of each output, numbered from 0; not with `size`. */
            groups?: number[][];
            /** @description Inputs of each output, taken in turn; must divide the inputs. */
            size?: number;
        } | {
            /**
             * @description Products of powers of the inputs, with learned exponents (fixed with `trainable: false`).
             * @enum {string}
             */
            type: "power-product";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Number of products. */
            units: number;
            exponents?: components["schemas"]["Initializer"];
            /**
             * @description positive: inputs must be > 0; absolute: ≠ 0, and |z| is taken. Others give NaN, and powers beyond the dtype infinity; training then ends as diverged.
             * @default positive
             * @enum {string}
             */
            domain?: "positive" | "absolute";
            /**
             * @description Weight of the penalty l1·Σ|w| on α; its gradient is added in training.
             * @default 0
             */
            l1?: number;
            /**
             * @description Weight of the penalty ½·l2·Σw² on α; its gradient is added in training.
             * @default 0
             */
            l2?: number;
        } | {
            /**
             * @description Radial basis functions: each unit answers to the distance from its centre.
             * @enum {string}
             */
            type: "rbf";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /** @description Number of units. */
            units: number;
            /**
             * @description K.
             * @default gaussian
             * @enum {string}
             */
            kernel?: "gaussian" | "multiquadric" | "inverse-multiquadric";
            /**
             * @description One spread h a unit, or one for each of its dimensions: then Σ_l ((x_l − μ_l)/h_l)² stands for r² and 1 for h.
             * @default spherical
             * @enum {string}
             */
            shape?: "spherical" | "per-dimension";
            /**
             * @description Divide by the sum over the units.
             * @default false
             */
            normalized?: boolean;
            /**
             * @description initial: as `centers` and `spreads` say. k-means: when training begins, centres by k-means (k-means++ start, seeded; at most 100 rounds, fewer once no centre moves by 10⁻⁴ of the spread of the rows) on what the layer reads, and h = d_max/√(2·units), d_max being their largest distance. Until then the layer has its first values, as with `initial`.
             * @default initial
             * @enum {string}
             */
            placement?: "initial" | "k-means";
            centers?: components["schemas"]["Initializer"];
            spreads?: components["schemas"]["Initializer"];
        } | {
            /**
             * @description Leaves out inputs at random in training (Srivastava et al. 2014); the identity in prediction.
             * @enum {string}
             */
            type: "dropout";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /**
             * @description Share of inputs left out.
             * @default 0.5
             */
            rate?: number;
        } | {
            /**
             * @description Standardises each column over the batch; in prediction by running statistics (Ioffe, Szegedy 2015).
             * @enum {string}
             */
            type: "batch-norm";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /**
             * @description Share of the batch in each update of the running statistics.
             * @default 0.1
             */
            momentum?: number;
            /**
             * @description ε, which keeps the division finite.
             * @default 0.00001
             */
            epsilon?: number;
        } | {
            /**
             * @description Standardises each row over its columns (Ba, Kiros, Hinton 2016).
             * @enum {string}
             */
            type: "layer-norm";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
            /**
             * @description ε, which keeps the division finite.
             * @default 0.00001
             */
            epsilon?: number;
        } | {
            /**
             * @description Scales and shifts each column by learned amounts: a dense layer whose W is diagonal.
             * @enum {string}
             */
            type: "scale";
            /** @description Default: the type and a number, as in `dense1`. */
            name?: string;
            /** @description Names of the layers read, or `input`; default: the layer before. */
            inputs?: string[];
            /**
             * @description False keeps the parameters as they are in training.
             * @default true
             */
            trainable?: boolean;
        };
        Upload: {
            id: string;
            /** @description Of the data set it becomes. */
            name: string;
            /** @enum {unknown} */
            status: "receiving" | "processing" | "completed" | "failed";
            /** @description That have arrived. */
            bytes: number;
            /** @description Of the whole, when known. */
            size: number | null;
            /** @description That have been read. */
            rows: number;
            parts: {
                number: number;
                bytes: number;
                sha256: string;
            }[];
            /** Format: date-time */
            createdAt: string;
            /** @description When it is removed unless it gets on. Null for a single body. */
            expiresAt: string | null;
            /** @description Id of what it has become. */
            dataset: string | null;
            error: {
                code: string;
                detail: string;
                errors?: {
                    [key: string]: unknown;
                }[];
            } | null;
        };
        /** DatasetRequest */
        DatasetRequest: {
            /** @description Need not be unique; in a path it means the newest of that name. */
            name: string;
            /** @description The names, with `rows`; or without `rows` an object from names to all values. */
            columns: string[] | {
                [key: string]: (number | string | boolean | unknown[] | null)[];
            };
            /** @description Arrays with a value for each column: a number, a string (a category, or a time), a boolean, an array of numbers (a vector), or null (missing). */
            rows?: (number | string | boolean | unknown[] | null)[][];
            /** @description Types of columns that are not to be inferred; `skip` leaves a column out. */
            types?: {
                [key: string]: "number" | "integer" | "boolean" | "timestamp" | "category" | "text" | "skip";
            };
            /**
             * @description What a row with a fault does: `fail`, the default, refuses the upload, `skip` leaves the row out and counts it (CSV, TSV, JSON and NDJSON).
             * @enum {unknown}
             */
            onError?: "fail" | "skip";
        };
        /** Column */
        Column: {
            name: string;
            /**
             * @description Every type but text can be trained on. A timestamp is stored as float64 milliseconds since 1970-01-01T00:00:00Z, is trained on as that number, and leaves in JSON and CSV as RFC 3339 in UTC.
             * @enum {unknown}
             */
            type: "number" | "integer" | "boolean" | "timestamp" | "category" | "text" | "vector";
            /** @description Rows with a value; of a vector all its values are there. */
            count: number;
            /** @description Rows without a value, or whose number is not finite. */
            missing: number;
            /** @description Of the values present; an integer beyond 2⁵³ is a string, a time RFC 3339. The other figures of times are milliseconds since 1970-01-01T00:00:00Z, `std` milliseconds. */
            min?: number | string | null;
            /** @description As `min`. */
            max?: number | string | null;
            /** @description Of the values present. */
            mean?: number | null;
            /** @description Of the population. */
            std?: number | null;
            /** @description The value below which 1, 5, … 99 % of the values lie, linear between two of them; `p50` is the median. */
            quantiles?: {
                p1: number;
                p5: number;
                p25: number;
                p50: number;
                p75: number;
                p95: number;
                p99: number;
            };
            /** @description How far the place of a quantile, or a count of the histogram, may be off, as a share of the values: 0 up to 4,096 values, then 0.01; more in data sets of more than 1,300 columns. */
            rankError?: number;
            /** @description Values in intervals of equal width; the last includes its upper edge. */
            histogram?: {
                /** @description One more than there are counts. */
                edges: number[];
                counts: number[];
            };
            /** @description How many different values there are. */
            distinct?: {
                count: number;
                /** @description Relative standard error: 0, the count is exact, up to 1,024 values. */
                error: number;
            };
            /** @description The most frequent categories, at most 10. */
            top?: {
                value: string;
                count: number;
            }[];
            /** @description In the order they first came in; of a boolean false and true. */
            categories?: string[];
            /** @description Rows of each category. */
            counts?: number[];
            /** @description Values in each row of a vector. */
            width?: number;
            /**
             * @description What the values of a vector are stored as.
             * @enum {unknown}
             */
            element?: "u8" | "f32" | "f64";
        };
        /** Dataset */
        Dataset: {
            id: string;
            name: string;
            rowCount: number;
            columns: components["schemas"]["Column"][];
            /** @description Digest of the values and the schema: the same data as CSV and as JSON has the same. */
            sha256: string;
            /** @description Digest of the values alone, row by row: the same for an image as one vector of bytes and as 784 number columns. NaN and missing values count as one. */
            valuesSha256: string;
            /** @description Rows left out because of faults, by `onError`: `skip`. */
            skipped?: {
                rows: number;
                /** @description The first 20. */
                faults: {
                    row?: number;
                    column?: string;
                    pointer?: string;
                    detail: string;
                }[];
            };
            /** @description 1; one more with each append. */
            version: number;
            /** @description Id of the data set this one was made of by appending. */
            parent: string | null;
            /** @description Stored, not uploaded. */
            bytes: number;
            /** Format: date-time */
            createdAt: string;
        };
        /** NetworkRequest */
        NetworkRequest: {
            /** @description Need not be unique; in a path it means the newest of that name. */
            name?: string;
            /** @description Anything worth keeping beside it. */
            notes?: string;
            /**
             * @description Of parameters and all arithmetic.
             * @default float32
             * @enum {string}
             */
            dtype?: "float32" | "float64";
            /**
             * @description Of the initialisers: the same spec and seed give the same bits.
             * @default 0
             */
            seed?: number;
            /** @description Numbers a row. */
            inputSize: number;
            /** @description A layer without `inputs` reads the one before it. */
            layers: components["schemas"]["Layer"][];
            /** @description Names of the layers that are the outputs, in order; default: the last layer. */
            outputs?: string[];
        };
        /**
         * NetworkLayer
         * @description The layer's own parameters stand beside these, defaults filled in.
         */
        NetworkLayer: {
            name: string;
            type: string;
            inputs: string[];
            inputSize: number;
            outputSize: number;
            parameterCount: number;
            trainable: boolean;
        } & {
            [key: string]: unknown;
        };
        /** Network */
        Network: {
            /** @example net_01jd1zq3w8v5xq8m0c9d2f4h6k */
            id: string;
            name: string | null;
            notes: string | null;
            /** @enum {unknown} */
            dtype: "float32" | "float64";
            seed: number;
            inputSize: number;
            layers: components["schemas"]["NetworkLayer"][];
            outputs: {
                name: string;
                size: number;
                activation: string;
            }[];
            parameterCount: number;
            /** @description Of the parameters as numbers of the dtype. */
            parameterBytes: number;
            /** @description Of a prediction; a multiply-add counts as two. */
            flopsPerRow: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * Loss
         * @description Of every output; needed for everything with a gradient.
         */
        Loss: ("half-squared-error" | "squared-error" | "absolute" | "huber" | "pseudo-huber" | "log-cosh" | "quantile" | "epsilon-insensitive" | "cauchy" | "poisson" | "binary-cross-entropy" | "focal" | "cross-entropy" | "kl-divergence") | ({
            /**
             * @description Half the squared error.
             * @enum {string}
             */
            type: "half-squared-error";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
        } | {
            /**
             * @description The squared error.
             * @enum {string}
             */
            type: "squared-error";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
        } | {
            /**
             * @description The absolute error, fitted by the median.
             * @enum {string}
             */
            type: "absolute";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
        } | {
            /**
             * @description Quadratic for small errors, linear for large ones.
             * @enum {string}
             */
            type: "huber";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description δ: the error at which the loss turns linear.
             * @default 1
             */
            delta?: number;
        } | {
            /**
             * @description A smooth Huber loss.
             * @enum {string}
             */
            type: "pseudo-huber";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description δ: the error around which the loss turns linear.
             * @default 1
             */
            delta?: number;
        } | {
            /**
             * @description About half the squared error near 0, the absolute error far off.
             * @enum {string}
             */
            type: "log-cosh";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
        } | {
            /**
             * @description Pinball loss, fitted by a quantile.
             * @enum {string}
             */
            type: "quantile";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description τ: the share of targets that should lie below the output.
             * @default 0.5
             */
            quantile?: number;
        } | {
            /**
             * @description The absolute error beyond a band in which errors cost nothing.
             * @enum {string}
             */
            type: "epsilon-insensitive";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description ε: half the width of the band.
             * @default 0.1
             */
            epsilon?: number;
        } | {
            /**
             * @description Grows like a logarithm, so that outliers hardly count.
             * @enum {string}
             */
            type: "cauchy";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description c: the error beyond which the influence of a row falls again.
             * @default 1
             */
            scale?: number;
        } | {
            /**
             * @description For counts; the output, and a prediction, is the logarithm of their expected value.
             * @enum {string}
             */
            type: "poisson";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
        } | {
            /**
             * @description Logistic loss of one or several yes-or-no outputs, fused with their sigmoid.
             * @enum {string}
             */
            type: "binary-cross-entropy";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description ε: the target of the true class becomes 1 − (K − 1)·ε and that of each other one ε; less than 1/K, or it would not be the likeliest (K classes; for logistic outputs K = 2).
             * @default 0
             */
            labelSmoothing?: number;
            /**
             * @description w: weight of positive targets against negative ones.
             * @default 1
             */
            positiveWeight?: number;
        } | {
            /**
             * @description Binary cross-entropy in which outputs that are right already count less.
             * @enum {string}
             */
            type: "focal";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description γ: how fast outputs that are right lose weight; 0: not at all.
             * @default 2
             */
            gamma?: number;
            /**
             * @description α: weight of positive targets; that of negative ones is 1 − α.
             * @default 0.25
             */
            alpha?: number;
        } | {
            /**
             * @description Negative log-likelihood of the true class, fused with softmax.
             * @enum {string}
             */
            type: "cross-entropy";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
            /**
             * @description ε: the target of the true class becomes 1 − (K − 1)·ε and that of each other one ε; less than 1/K, or it would not be the likeliest (K classes; for logistic outputs K = 2).
             * @default 0
             */
            labelSmoothing?: number;
        } | {
            /**
             * @description Kullback–Leibler divergence of the output from the target, fused with softmax.
             * @enum {string}
             */
            type: "kl-divergence";
            /**
             * @description The loss of a batch: the mean or the sum over its rows.
             * @default mean
             * @enum {string}
             */
            reduction?: "mean" | "sum";
            /**
             * @description A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.
             * @default null
             */
            classWeights?: number[] | "balanced" | null;
        });
        /** InspectRequest */
        InspectRequest: {
            /** @description One array of numbers for each row, in the order of the network inputs. */
            instances: number[][];
            /** @description One array for each row, as long as the outputs; needed for everything with a gradient. */
            targets?: number[][];
            loss?: components["schemas"]["Loss"];
            /** @description In place of `loss`: that of every output, by its name. */
            outputs?: {
                [key: string]: {
                    /** @description The name of a loss, or an object with its parameters. */
                    loss: components["schemas"]["Loss"];
                    /**
                     * @description Of this loss in the network's, which is the weighted sum over the outputs.
                     * @default 1
                     */
                    weight?: number;
                };
            };
            want: ("outputs" | "activations" | "deltas" | "gradients" | "inputGradient" | "jacobian" | "rowLosses" | "gradientCheck")[];
        };
        /**
         * Measured
         * @description By split, then by metric, of single outputs `<output>.<metric>`: measured over the whole split with the final weights.
         */
        Measured: {
            [key: string]: {
                [key: string]: number | null | (number | null)[] | (number | null)[][];
            };
        };
        /** ModelVersion */
        ModelVersion: {
            model: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** @description The training job it came from. */
            job: string;
            network: string;
            dataset: {
                id: string;
                sha256: string;
            };
            /** @enum {unknown} */
            dtype: "float32" | "float64";
            parameterCount: number;
            /**
             * @description `multi-output`: several outputs, each with a loss of its own; see `heads`.
             * @enum {unknown}
             */
            task: "regression" | "multi-class" | "binary" | "multi-label" | "multi-output";
            /** @description In the order an instance has as an array. */
            inputs: {
                name: string;
                type: string;
                categories?: string[];
            }[];
            /** @description The target columns. */
            outputs: string[];
            classes: string[] | null;
            /** @description By the name of the output, where each has a loss of its own; else null. */
            heads: {
                [key: string]: {
                    /** @enum {unknown} */
                    task: "regression" | "multi-class" | "binary" | "multi-label";
                    /** @description The target columns. */
                    outputs: string[];
                    classes: string[] | null;
                    loss: unknown;
                    weight: number;
                };
            } | null;
            /** @description Null where each output has its own. */
            loss: unknown;
            metrics: components["schemas"]["Measured"];
            /** @description What it was in the nabla it was brought from; null for a version made here. */
            origin: {
                model: string;
                version: number;
                createdAt: string;
            } | null;
            labels: string[];
        };
        /**
         * OutputGoal
         * @description What one output is trained for.
         */
        OutputGoal: {
            /** @description Columns in the order of the network outputs; for classes one column. */
            targets: string[];
            /** @description The name of a loss, or an object with its parameters. */
            loss: components["schemas"]["Loss"];
            /**
             * @description Of this loss in the network's, which is the weighted sum over the outputs.
             * @default 1
             */
            weight?: number;
            /** @description Measured beside the loss on every split. Of a regression, in original units: `mse`, `rmse`, `mae`, `r2`. Of classes: `accuracy`; `precision`, `recall` and `f1` of the second of two classes, else the mean over classes, `-micro` over all decisions, `-per-class` for each; `roc-auc` (mean of one class against the others); `log-loss`; `calibration-error` (15 bins); `top-3-accuracy`, `top-5-accuracy`; `confusion-matrix`, rows the true classes. Lists are in the result alone, numbers in the series too. */
            metrics?: ("loss" | "mse" | "rmse" | "mae" | "r2" | "accuracy" | "precision" | "recall" | "f1" | "precision-micro" | "recall-micro" | "f1-micro" | "precision-per-class" | "recall-per-class" | "f1-per-class" | "roc-auc" | "log-loss" | "calibration-error" | "top-3-accuracy" | "top-5-accuracy" | "confusion-matrix")[];
        };
        /**
         * Optimizer
         * @description The name of an optimiser or full-batch solver, or an object with its parameters.
         * @default {
         *       "type": "sgd",
         *       "learningRate": 0.01
         *     }
         */
        Optimizer: ("sgd" | "momentum" | "nesterov" | "rmsprop" | "adagrad" | "adadelta" | "adam" | "amsgrad" | "adamw" | "nadam" | "lion" | "rprop" | "l-bfgs" | "levenberg-marquardt" | "least-squares") | ({
            /**
             * @description Gradient descent.
             * @enum {string}
             */
            type: "sgd";
            /**
             * @description η: the length of a step.
             * @default 0.01
             */
            learningRate?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Gradient descent with a heavy ball.
             * @enum {string}
             */
            type: "momentum";
            /**
             * @description η: the length of a step.
             * @default 0.01
             */
            learningRate?: number;
            /**
             * @description μ: the part of the last step that is kept.
             * @default 0.9
             */
            momentum?: number;
            /**
             * @description τ: how much less than itself a gradient adds to s.
             * @default 0
             */
            dampening?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Momentum that looks one step ahead.
             * @enum {string}
             */
            type: "nesterov";
            /**
             * @description η: the length of a step.
             * @default 0.01
             */
            learningRate?: number;
            /**
             * @description μ: the part of the last step that is kept.
             * @default 0.9
             */
            momentum?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Divides each gradient by the root of its recent mean square.
             * @enum {string}
             */
            type: "rmsprop";
            /**
             * @description η: the length of a step.
             * @default 0.01
             */
            learningRate?: number;
            /**
             * @description α: memory of the mean square.
             * @default 0.99
             */
            alpha?: number;
            /**
             * @description ε: keeps the division away from 0.
             * @default 1e-8
             */
            epsilon?: number;
            /**
             * @description μ: the part of the last step that is kept.
             * @default 0
             */
            momentum?: number;
            /**
             * @description Divide by the deviation of the gradient from its recent mean a instead.
             * @default false
             */
            centered?: boolean;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Divides each gradient by the root of the sum of all its squares so far.
             * @enum {string}
             */
            type: "adagrad";
            /**
             * @description η: the length of a step.
             * @default 0.01
             */
            learningRate?: number;
            /**
             * @description decay: how fast the learning rate falls with the number of steps.
             * @default 0
             */
            learningRateDecay?: number;
            /**
             * @description v before the first step.
             * @default 0
             */
            initialAccumulator?: number;
            /**
             * @description ε: keeps the division away from 0.
             * @default 1e-10
             */
            epsilon?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Steps as long as recent steps were, against the recent size of the gradient.
             * @enum {string}
             */
            type: "adadelta";
            /**
             * @description η: the length of a step.
             * @default 1
             */
            learningRate?: number;
            /**
             * @description ρ: memory of both mean squares.
             * @default 0.9
             */
            rho?: number;
            /**
             * @description ε: keeps the division away from 0.
             * @default 0.000001
             */
            epsilon?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Momentum divided by the root of the mean squared gradient, both corrected for their start at 0.
             * @enum {string}
             */
            type: "adam";
            /**
             * @description η: the length of a step.
             * @default 0.001
             */
            learningRate?: number;
            /**
             * @description β₁: memory of the mean gradient.
             * @default 0.9
             */
            beta1?: number;
            /**
             * @description β₂: memory of the mean squared gradient.
             * @default 0.999
             */
            beta2?: number;
            /**
             * @description ε: keeps the division away from 0.
             * @default 1e-8
             */
            epsilon?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Adam with the largest mean squared gradient so far, so that steps never grow.
             * @enum {string}
             */
            type: "amsgrad";
            /**
             * @description η: the length of a step.
             * @default 0.001
             */
            learningRate?: number;
            /**
             * @description β₁: memory of the mean gradient.
             * @default 0.9
             */
            beta1?: number;
            /**
             * @description β₂: memory of the mean squared gradient.
             * @default 0.999
             */
            beta2?: number;
            /**
             * @description ε: keeps the division away from 0.
             * @default 1e-8
             */
            epsilon?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Adam with weight decay apart from the gradient.
             * @enum {string}
             */
            type: "adamw";
            /**
             * @description η: the length of a step.
             * @default 0.001
             */
            learningRate?: number;
            /**
             * @description β₁: memory of the mean gradient.
             * @default 0.9
             */
            beta1?: number;
            /**
             * @description β₂: memory of the mean squared gradient.
             * @default 0.999
             */
            beta2?: number;
            /**
             * @description ε: keeps the division away from 0.
             * @default 1e-8
             */
            epsilon?: number;
            /**
             * @description λ: weight decay.
             * @default 0.01
             */
            weightDecay?: number;
        } | {
            /**
             * @description Adam with Nesterov momentum.
             * @enum {string}
             */
            type: "nadam";
            /**
             * @description η: the length of a step.
             * @default 0.002
             */
            learningRate?: number;
            /**
             * @description β₁: memory of the mean gradient.
             * @default 0.9
             */
            beta1?: number;
            /**
             * @description β₂: memory of the mean squared gradient.
             * @default 0.999
             */
            beta2?: number;
            /**
             * @description ε: keeps the division away from 0.
             * @default 1e-8
             */
            epsilon?: number;
            /**
             * @description ψ: how fast the momentum grows to β₁.
             * @default 0.004
             */
            momentumDecay?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description Steps of one length in the direction of a momentum’s sign.
             * @enum {string}
             */
            type: "lion";
            /**
             * @description η: the length of a step.
             * @default 0.0001
             */
            learningRate?: number;
            /**
             * @description β₁: weight of the momentum in the direction.
             * @default 0.9
             */
            beta1?: number;
            /**
             * @description β₂: memory of the momentum.
             * @default 0.99
             */
            beta2?: number;
            /**
             * @description λ: weight decay.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description A step length for each weight, by the signs of its gradient alone; for batches of many rows, best `full`.
             * @enum {string}
             */
            type: "rprop";
            /**
             * @description η: the length of a step.
             * @default 0.01
             */
            learningRate?: number;
            /**
             * @description η₋: for a gradient that has turned.
             * @default 0.5
             */
            shrink?: number;
            /**
             * @description η₊: for a gradient that keeps its sign.
             * @default 1.2
             */
            growth?: number;
            /**
             * @description d_min.
             * @default 0.000001
             */
            minimumStep?: number;
            /**
             * @description d_max.
             * @default 50
             */
            maximumStep?: number;
            /**
             * @description An L2 penalty on every weight and bias: added to g times w, beside those of layers.
             * @default 0
             */
            weightDecay?: number;
        } | {
            /**
             * @description A quasi-Newton method with the memory of a few steps and a strong Wolfe line search; for every loss and layer that is not random. An epoch is one step, which may take several passes.
             * @enum {string}
             */
            type: "l-bfgs";
            /**
             * @description m: steps remembered; each costs two vectors as long as θ.
             * @default 10
             */
            memory?: number;
            /**
             * @description Converged when no element of the gradient is larger.
             * @default 1e-7
             */
            gradientTolerance?: number;
            /**
             * @description Converged when a step, relative to the parameters, is no longer.
             * @default 1e-9
             */
            stepTolerance?: number;
        } | {
            /**
             * @description Damped Gauss–Newton steps, for squared losses and small networks: the fastest there. An epoch is one accepted step.
             * @enum {string}
             */
            type: "levenberg-marquardt";
            /**
             * @description μ before the first step.
             * @default 0.001
             */
            damping?: number;
            /**
             * @description Converged when no element of the gradient is larger.
             * @default 1e-7
             */
            gradientTolerance?: number;
            /**
             * @description Converged when a step, relative to the parameters, is no longer.
             * @default 1e-12
             */
            stepTolerance?: number;
            /**
             * @description Networks that train more parameters are refused: memory grows with their square, the time of a step with their cube.
             * @default 2000
             */
            parameterLimit?: number;
        } | {
            /**
             * @description The best weights and biases of a dense output layer without activation, in one epoch, for squared losses. Every layer before it stays as it is, frozen or not.
             * @enum {string}
             */
            type: "least-squares";
            /**
             * @description λ: an L2 penalty on the weights, added to the layer’s own.
             * @default 0
             */
            ridge?: number;
        });
        /**
         * Split
         * @description Which rows train, validate and test. Fractions of the rows that are used, drawn at random; they may add up to less than 1. Without a split every row trains.
         */
        Split: {
            /** @description Share of the rows to train on; what the others leave when absent. */
            train?: number;
            /** @description Share measured while training goes on. */
            validation?: number;
            /** @description Share kept for the result. */
            test?: number;
            /** @description Of the random choice of rows; the job's seed when absent. */
            seed?: number;
            /** @description Keep the share of every class in each split: those of the target, or of a category column. */
            stratify?: boolean | string;
            /** @description Instead of fractions: cross-validation. The folds of one seed are disjoint and hold every row. */
            kFold?: {
                /** @description Equal parts. */
                folds: number;
                /** @description The part that is tested on, from 0; all others train. */
                fold: number;
            };
            /** @description Instead of fractions: ranges [from, to) of row numbers, from 0, such as [[0, 800]]. */
            rows?: {
                /** @description To train on. */
                train: number[][];
                /** @description Measured while training goes on. */
                validation?: number[][];
                /** @description Kept for the result. */
                test?: number[][];
            };
            /** @description Instead of fractions: a category column that says `train`, `validation` or `test`. */
            column?: string;
        };
        /**
         * Webhook
         * @description Told when the job becomes terminal, by a POST signed with HMAC-SHA256 as Standard Webhooks asks; tried again for a day and a half until it is answered 2xx.
         */
        Webhook: {
            /** @description An http or https URL. Loopback and private addresses are refused unless the server allows them. */
            url: string;
            /** @description Signs what is sent; never shown again. `whsec_` and base64 as Standard Webhooks has it, or any text. */
            secret: string;
        };
        /**
         * Schedule
         * @description The name of a schedule of the learning rate, or an object with its parameters. The rate of each epoch is in the series `learningRate`.
         * @default constant
         */
        Schedule: ("constant" | "inverse-time" | "step" | "exponential" | "cosine" | "one-cycle" | "reduce-on-plateau") | ({
            /**
             * @description The same rate all the time.
             * @enum {string}
             */
            type: "constant";
            /**
             * @description Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.
             * @default 0
             */
            warmupSteps?: number;
            /**
             * @description Share of the rate that the first of those steps has.
             * @default 0.1
             */
            warmupFrom?: number;
        } | {
            /**
             * @description Falls to 0 slowly enough to get anywhere, fast enough to come to rest.
             * @enum {string}
             */
            type: "inverse-time";
            /**
             * @description κ.
             * @default 0.01
             */
            decay?: number;
            /**
             * @description What t counts.
             * @default step
             * @enum {string}
             */
            per?: "epoch" | "step";
            /**
             * @description Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.
             * @default 0
             */
            warmupSteps?: number;
            /**
             * @description Share of the rate that the first of those steps has.
             * @default 0.1
             */
            warmupFrom?: number;
        } | {
            /**
             * @description Falls by one factor every so often.
             * @enum {string}
             */
            type: "step";
            /**
             * @description n.
             * @default 10
             */
            every?: number;
            /**
             * @description γ.
             * @default 0.1
             */
            gamma?: number;
            /**
             * @description What t counts.
             * @default epoch
             * @enum {string}
             */
            per?: "epoch" | "step";
            /**
             * @description Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.
             * @default 0
             */
            warmupSteps?: number;
            /**
             * @description Share of the rate that the first of those steps has.
             * @default 0.1
             */
            warmupFrom?: number;
        } | {
            /**
             * @description Falls by one factor all the time.
             * @enum {string}
             */
            type: "exponential";
            /**
             * @description γ.
             * @default 0.95
             */
            gamma?: number;
            /**
             * @description What t counts.
             * @default epoch
             * @enum {string}
             */
            per?: "epoch" | "step";
            /**
             * @description Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.
             * @default 0
             */
            warmupSteps?: number;
            /**
             * @description Share of the rate that the first of those steps has.
             * @default 0.1
             */
            warmupFrom?: number;
        } | {
            /**
             * @description Falls along half a cosine that ends with the job.
             * @enum {string}
             */
            type: "cosine";
            /**
             * @description η_min: the rate does not go below it.
             * @default 0
             */
            minimumRate?: number;
            /**
             * @description Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.
             * @default 0
             */
            warmupSteps?: number;
            /**
             * @description Share of the rate that the first of those steps has.
             * @default 0.1
             */
            warmupFrom?: number;
        } | {
            /**
             * @description Up to a high rate, then down to a very low one, both along half a cosine.
             * @enum {string}
             */
            type: "one-cycle";
            /**
             * @description ρ.
             * @default 0.3
             */
            rise?: number;
            /**
             * @description a.
             * @default 25
             */
            startDivisor?: number;
            /**
             * @description b.
             * @default 10000
             */
            endDivisor?: number;
            /**
             * @description Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.
             * @default 0
             */
            warmupSteps?: number;
            /**
             * @description Share of the rate that the first of those steps has.
             * @default 0.1
             */
            warmupFrom?: number;
        } | {
            /**
             * @description Falls by one factor whenever a metric no longer gets better.
             * @enum {string}
             */
            type: "reduce-on-plateau";
            /**
             * @description What must get better: `train.loss`, or a metric of the job on the validation split, such as `validation.accuracy`.
             * @default train.loss
             */
            metric?: string;
            /**
             * @description f.
             * @default 0.1
             */
            factor?: number;
            /**
             * @description Measurements without getting better that are borne; one more is a plateau.
             * @default 10
             */
            patience?: number;
            /**
             * @description Share of the best by which a measurement must beat it.
             * @default 0.0001
             */
            threshold?: number;
            /**
             * @description Measurements after a plateau that are not counted.
             * @default 0
             */
            cooldown?: number;
            /**
             * @description η_min: the rate does not go below it.
             * @default 0
             */
            minimumRate?: number;
            /**
             * @description Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.
             * @default 0
             */
            warmupSteps?: number;
            /**
             * @description Share of the rate that the first of those steps has.
             * @default 0.1
             */
            warmupFrom?: number;
        });
        /**
         * GradientClipping
         * @description Keeps steps short where the loss is steep. Penalties and weight decay are added afterwards.
         */
        GradientClipping: {
            /** @description Scale the gradients of a step so that all together are no longer than this. */
            norm: number;
        } | {
            /** @description Cut each element of a gradient to this size. */
            value: number;
        };
        /** EarlyStopping */
        EarlyStopping: {
            /**
             * @description `train.loss`, or a metric of the job on the validation split.
             * @default validation.loss
             */
            metric?: string;
            /** @description Stop after so many measurements in a row that were not better than the best. */
            patience: number;
            /**
             * @description By how much a measurement must beat the best to be better.
             * @default 0
             */
            minDelta?: number;
            /**
             * @description End with the weights of the best measurement, however the job stops.
             * @default true
             */
            restoreBest?: boolean;
        };
        /**
         * Stopping
         * @description What ends the job before its epochs are done. The first rule that fires is the `stopReason` of the result.
         */
        Stopping: {
            /** @description Stop after so many steps. */
            steps?: number;
            /** @description Stop after so much training; the only rule that a faster machine changes. */
            seconds?: number;
            /** @description Stop when the training losses of two epochs in a row differ by less. */
            tolerance?: number;
            early?: components["schemas"]["EarlyStopping"];
        };
        /**
         * Measuring
         * @description Default: as often as takes at most a fifth of the time; metrics that early stopping or a schedule watches then after every epoch.
         */
        Measuring: {
            /** @description Epochs between two measurements of the validation and test splits. */
            everyEpochs: number;
        };
        /**
         * CheckpointSchedule
         * @description When the whole state of the training is stored, so that it can be gone on from to the bit. At most one of `everySeconds`, `everyEpochs`, `everySteps`; every 60 seconds when there is none.
         * @default {
         *       "everySeconds": 60,
         *       "keep": 2
         *     }
         */
        CheckpointSchedule: {
            /** @description Seconds between two checkpoints. */
            everySeconds?: number;
            /** @description Epochs between two checkpoints. */
            everyEpochs?: number;
            /** @description Steps between two checkpoints. */
            everySteps?: number;
            /**
             * @description How many of the newest stay, beside the one with the lowest loss.
             * @default 2
             */
            keep?: number;
        };
        /** TrainingJobRequest */
        TrainingJobRequest: {
            /** @description Need not be unique; in a path it means the newest of that name. */
            name?: string;
            /** @description Id or name. Its parameters are copied now; the network never changes. */
            network: string;
            /** @description Id or name. */
            dataset: string;
            /** @description Columns in the order of the network inputs; a category column takes one input a category, a vector one a value. */
            inputs: string[];
            /** @description Columns in the order of the network outputs; for classes one column. */
            targets?: string[];
            /** @description The name of a loss, or an object with its parameters; every output of the network has it. */
            loss?: components["schemas"]["Loss"];
            /** @description In place of `targets`, `loss` and `metrics`: those of every output of the network, by its name. Metrics are reported as `<output>.<metric>`, predictions as an object by output. */
            outputs?: {
                [key: string]: components["schemas"]["OutputGoal"];
            };
            optimizer?: components["schemas"]["Optimizer"];
            /**
             * @description Rows a step, or `full` for all of them. The last batch of an epoch may be smaller. A full-batch solver takes `full` only, its default.
             * @default 32
             */
            batchSize?: number | "full";
            /** @description Times every row is trained on; of a full-batch solver iterations at most, for it ends when it has converged. */
            epochs: number;
            /**
             * @description Reorder the rows before each epoch, by the seed.
             * @default true
             */
            shuffle?: boolean;
            /** @description Of everything random in the job. Default 0: the same job twice gives the same bits. */
            seed?: number;
            split?: components["schemas"]["Split"];
            /** @description What columns go through, fitted on the training split alone and stored with the model: the name of a rule, an object with its parameters, or a list of rules applied one after another, such as `["log1p", "standardize"]`. A column that is constant on the training split becomes 0. */
            preprocessing?: {
                /** @description Rule for all inputs but categories. */
                inputs?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                }))[];
                /** @description Rule for all targets of a regression; predictions and metrics are in original units. No clip. */
                targets?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                }))[];
                /** @description Rules for the inputs of a type; before that for all inputs. */
                types?: {
                    /** @description Numbers and integers. */
                    number?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    }))[];
                    /** @description Numbers 0 and 1, or one-hot. */
                    boolean?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    }))[];
                    /** @description All values of a vector are fitted and scaled as one. */
                    vector?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    }))[];
                    /** @description `one-hot`, the default, or `ordinal`, alone or followed by rules for numbers. */
                    category?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    }))[];
                };
                /** @description Rules for single columns, before all others: by name, or by a pattern in which `*` stands for any characters. */
                columns?: {
                    [key: string]: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    }))[];
                };
            };
            /** @description How missing values are treated: a policy for all columns, or policies by column name, or by a pattern in which `*` stands for any characters. `drop` leaves the row out; `mean` and `median` fill in that of the training split; `constant` a value; `indicator` adds an input to each column that misses values. Targets, and the column of a split, can only be dropped. */
            missing?: ("drop" | "mean" | "median" | "indicator") | {
                [key: string]: ("drop" | "mean" | "median" | "indicator") | ({
                    /**
                     * @description The row is left out; predictions need the value.
                     * @enum {string}
                     */
                    type: "drop";
                } | {
                    /**
                     * @description The mean of the training split.
                     * @enum {string}
                     */
                    type: "mean";
                } | {
                    /**
                     * @description The median of the training split.
                     * @enum {string}
                     */
                    type: "median";
                } | {
                    /**
                     * @description A given number, or category.
                     * @enum {string}
                     */
                    type: "constant";
                    /** @description In the units of the data set. */
                    value: number | string | boolean;
                } | {
                    /**
                     * @description One more input, 1 where the value is missing, beside what stands in for it.
                     * @enum {string}
                     */
                    type: "indicator";
                    /**
                     * @description What stands in for a number; a category has all units 0.
                     * @default mean
                     */
                    fill?: ("mean" | "median") | number;
                });
            };
            /** @description Measured beside the loss on every split. Of a regression, in original units: `mse`, `rmse`, `mae`, `r2`. Of classes: `accuracy`; `precision`, `recall` and `f1` of the second of two classes, else the mean over classes, `-micro` over all decisions, `-per-class` for each; `roc-auc` (mean of one class against the others); `log-loss`; `calibration-error` (15 bins); `top-3-accuracy`, `top-5-accuracy`; `confusion-matrix`, rows the true classes. Lists are in the result alone, numbers in the series too. */
            metrics?: ("loss" | "mse" | "rmse" | "mae" | "r2" | "accuracy" | "precision" | "recall" | "f1" | "precision-micro" | "recall-micro" | "f1-micro" | "precision-per-class" | "recall-per-class" | "f1-per-class" | "roc-auc" | "log-loss" | "calibration-error" | "top-3-accuracy" | "top-5-accuracy" | "confusion-matrix")[];
            /** @description The model this becomes a new version of when it succeeds. */
            model?: string;
            /** @description Default: the cores granted to the server less one. The result does not depend on it. */
            threads?: number;
            webhook?: components["schemas"]["Webhook"];
            /**
             * @description Queued jobs of a higher priority start first, equal ones in the order they came. What runs is not stopped for them.
             * @default 0
             */
            priority?: number;
            schedule?: components["schemas"]["Schedule"];
            gradientClipping?: components["schemas"]["GradientClipping"];
            /**
             * @description Batches whose gradients are added up for one step: a batch of so many times `batchSize` rows in the memory of one. Batch normalisation still sees the small ones.
             * @default 1
             */
            batchesPerStep?: number;
            /**
             * @description `each-once`: every row comes once an epoch. `with-replacement`: each row of an epoch is drawn from all of them.
             * @default each-once
             * @enum {string}
             */
            sampling?: "each-once" | "with-replacement";
            /** @description A number column without negative or missing values: how often each row counts in the loss. A mean is over rows all the same; other metrics are not weighted. */
            rowWeights?: string;
            stopping?: components["schemas"]["Stopping"];
            measure?: components["schemas"]["Measuring"];
            checkpoint?: components["schemas"]["CheckpointSchedule"];
            /** @description Whether the job goes on by itself, from its last checkpoint, when the server was stopped or its trainer has crashed (at most 3 times). Default: true for a job that sets `checkpoint`, else the setting NABLA_RESUME_JOBS. */
            resume?: boolean;
        };
        /**
         * TrainingSpeed
         * @description Of a running job, since the report before.
         */
        TrainingSpeed: {
            /** @description Rows trained on. */
            rowsPerSecond: number;
            /** @description Billions of floating-point operations a second in forward and backward passes; null for a full-batch solver. */
            gflops: number | null;
            /** @description Of what the threads of the job reach in nothing but fused multiply-adds, 0–1. */
            shareOfPeak: number | null;
        };
        /**
         * TrainingQueuePlace
         * @description Of a queued job: its place and why it waits.
         */
        TrainingQueuePlace: {
            /** @description 1 for the next to start. */
            place: number;
            /** @enum {string} */
            reason: "slots" | "memory" | "starting";
            /** @description The same in words, with the figures. */
            detail: string;
        };
        /**
         * TrainingFailure
         * @description Of a job that failed or was interrupted.
         */
        TrainingFailure: {
            /** @enum {string} */
            code: "diverged" | "invalid-data" | "out-of-memory" | "storage-full" | "crashed" | "unresponsive" | "internal" | "interrupted";
            /** @description What happened, and what can be done. */
            detail: string;
            epoch?: number;
            step?: number;
            /** @description Of a divergence: the first whose numbers are not finite. */
            layer?: string;
        };
        /**
         * TrainingResult
         * @description Of a job that succeeded.
         */
        TrainingResult: {
            /** @description Whole ones that ran. */
            epochs: number;
            /** @description That ran. */
            steps: number;
            /**
             * @description What ended the training: all epochs were done, a full-batch solver had converged, or a rule of `stopping`.
             * @enum {string}
             */
            stopReason: "epochs" | "converged" | "steps" | "seconds" | "tolerance" | "early-stopping";
            /** @description Where early stopping put the best weights back: the epochs they had seen. */
            bestEpoch: number | null;
            /** @description Whether a full-batch solver ended by itself, within its tolerances; null for optimisers. */
            converged: boolean | null;
            metrics: components["schemas"]["Measured"];
            /** @description By split: how many rows it had, and the SHA-256 of their numbers (from 0, little-endian 32-bit integers). The same data and `split` give the same rows. */
            rows: {
                [key: string]: {
                    count: number;
                    sha256: string;
                };
            };
            model: string | null;
            version: number | null;
        };
        /** TrainingJob */
        TrainingJob: {
            id: string;
            name: string | null;
            /** @enum {string} */
            status: "queued" | "running" | "pausing" | "paused" | "cancelling" | "interrupted" | "succeeded" | "failed" | "cancelled";
            /** @description True when the job will not change again by itself: it has ended, or is `interrupted` and does not resume by itself. */
            terminal: boolean;
            progress: number;
            /** @description Whole epochs finished. */
            epoch: number;
            /** Format: date-time */
            createdAt: string;
            /** @description When it left the queue. */
            startedAt: string | null;
            /** @description When it became terminal. */
            finishedAt: string | null;
            /** @description Of a running job, from its speed so far. */
            estimatedFinishAt: string | null;
            speed: components["schemas"]["TrainingSpeed"] | null;
            waiting: components["schemas"]["TrainingQueuePlace"] | null;
            network: string;
            dataset: string;
            inputs: string[];
            targets: string[];
            loss: ({
                type: string;
            } & {
                [key: string]: unknown;
            }) | null;
            outputs: {
                [key: string]: {
                    targets: string[];
                    loss: {
                        type: string;
                    } & {
                        [key: string]: unknown;
                    };
                    weight: number;
                    metrics: string[];
                };
            } | null;
            optimizer: {
                type: string;
            } & {
                [key: string]: unknown;
            };
            batchSize: number | "full";
            epochs: number;
            shuffle: boolean;
            seed: number;
            split: components["schemas"]["Split"] | null;
            /** @description What columns go through, fitted on the training split alone and stored with the model: the name of a rule, an object with its parameters, or a list of rules applied one after another, such as `["log1p", "standardize"]`. A column that is constant on the training split becomes 0. */
            preprocessing: {
                /** @description Rule for all inputs but categories. */
                inputs?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                }))[];
                /** @description Rule for all targets of a regression; predictions and metrics are in original units. No clip. */
                targets?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                    /**
                     * @description As it is.
                     * @enum {string}
                     */
                    type: "none";
                } | {
                    /**
                     * @description Mean 0 and population standard deviation 1.
                     * @enum {string}
                     */
                    type: "standardize";
                } | {
                    /**
                     * @description The smallest becomes `from`, the largest `to`.
                     * @enum {string}
                     */
                    type: "min-max";
                    /**
                     * @description What the smallest value becomes.
                     * @default 0
                     */
                    from?: number;
                    /**
                     * @description What the largest value becomes.
                     * @default 1
                     */
                    to?: number;
                } | {
                    /**
                     * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                     * @enum {string}
                     */
                    type: "robust";
                } | {
                    /**
                     * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                     * @enum {string}
                     */
                    type: "clip";
                    /** @description Lower bound. */
                    min?: number;
                    /** @description Upper bound. */
                    max?: number;
                    /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                    quantiles?: number[];
                } | {
                    /**
                     * @description Natural logarithm, of numbers above 0.
                     * @enum {string}
                     */
                    type: "log";
                } | {
                    /**
                     * @description Logarithm of one more, of numbers above −1.
                     * @enum {string}
                     */
                    type: "log1p";
                } | {
                    /**
                     * @description Bytes to 0 … 1.
                     * @enum {string}
                     */
                    type: "image";
                }))[];
                /** @description Rules for the inputs of a type; before that for all inputs. */
                types?: {
                    /** @description Numbers and integers. */
                    number?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    }))[];
                    /** @description Numbers 0 and 1, or one-hot. */
                    boolean?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    }))[];
                    /** @description All values of a vector are fitted and scaled as one. */
                    vector?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    }))[];
                    /** @description `one-hot`, the default, or `ordinal`, alone or followed by rules for numbers. */
                    category?: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    }))[];
                };
                /** @description Rules for single columns, before all others: by name, or by a pattern in which `*` stands for any characters. */
                columns?: {
                    [key: string]: (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    })) | (("none" | "standardize" | "min-max" | "robust" | "clip" | "log" | "log1p" | "image" | "one-hot" | "ordinal") | ({
                        /**
                         * @description As it is.
                         * @enum {string}
                         */
                        type: "none";
                    } | {
                        /**
                         * @description Mean 0 and population standard deviation 1.
                         * @enum {string}
                         */
                        type: "standardize";
                    } | {
                        /**
                         * @description The smallest becomes `from`, the largest `to`.
                         * @enum {string}
                         */
                        type: "min-max";
                        /**
                         * @description What the smallest value becomes.
                         * @default 0
                         */
                        from?: number;
                        /**
                         * @description What the largest value becomes.
                         * @default 1
                         */
                        to?: number;
                    } | {
                        /**
                         * @description Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.
                         * @enum {string}
                         */
                        type: "robust";
                    } | {
                        /**
                         * @description Cuts off what lies outside two bounds, given or as quantiles of the training split.
                         * @enum {string}
                         */
                        type: "clip";
                        /** @description Lower bound. */
                        min?: number;
                        /** @description Upper bound. */
                        max?: number;
                        /** @description Shares of the values below the bounds, such as [0.01, 0.99]. */
                        quantiles?: number[];
                    } | {
                        /**
                         * @description Natural logarithm, of numbers above 0.
                         * @enum {string}
                         */
                        type: "log";
                    } | {
                        /**
                         * @description Logarithm of one more, of numbers above −1.
                         * @enum {string}
                         */
                        type: "log1p";
                    } | {
                        /**
                         * @description Bytes to 0 … 1.
                         * @enum {string}
                         */
                        type: "image";
                    } | {
                        /**
                         * @description A unit for each category: 1 for its own, 0 for the others.
                         * @enum {string}
                         */
                        type: "one-hot";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "ignore" | "other";
                    } | {
                        /**
                         * @description The place of a category in the list: 0, 1, 2 …
                         * @enum {string}
                         */
                        type: "ordinal";
                        /** @description In the order of units or ranks. Default: all of the data set, as they first came. */
                        categories?: string[];
                        /**
                         * @description A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.
                         * @default error
                         * @enum {string}
                         */
                        unknown?: "error" | "other";
                    }))[];
                };
            };
            missing: (("drop" | "mean" | "median" | "indicator") | {
                [key: string]: ("drop" | "mean" | "median" | "indicator") | ({
                    /**
                     * @description The row is left out; predictions need the value.
                     * @enum {string}
                     */
                    type: "drop";
                } | {
                    /**
                     * @description The mean of the training split.
                     * @enum {string}
                     */
                    type: "mean";
                } | {
                    /**
                     * @description The median of the training split.
                     * @enum {string}
                     */
                    type: "median";
                } | {
                    /**
                     * @description A given number, or category.
                     * @enum {string}
                     */
                    type: "constant";
                    /** @description In the units of the data set. */
                    value: number | string | boolean;
                } | {
                    /**
                     * @description One more input, 1 where the value is missing, beside what stands in for it.
                     * @enum {string}
                     */
                    type: "indicator";
                    /**
                     * @description What stands in for a number; a category has all units 0.
                     * @default mean
                     */
                    fill?: ("mean" | "median") | number;
                });
            }) | null;
            schedule: ({
                type: string;
            } & {
                [key: string]: unknown;
            }) | null;
            gradientClipping: components["schemas"]["GradientClipping"] | null;
            batchesPerStep: number;
            /** @enum {string} */
            sampling: "each-once" | "with-replacement";
            rowWeights: string | null;
            stopping: components["schemas"]["Stopping"] | null;
            measure: components["schemas"]["Measuring"] | null;
            metrics: string[];
            model: string | null;
            threads: number;
            checkpoint: components["schemas"]["CheckpointSchedule"];
            resume: boolean;
            priority: number;
            /** @description What the job was admitted with: an estimate from above. Its trainer cannot take much more. */
            memoryBytes: number;
            webhook: {
                url: string;
            } | null;
            /** @description How its trainers have failed so far; it went on after each but a last one. */
            retries: components["schemas"]["TrainingFailure"][];
            result: components["schemas"]["TrainingResult"] | null;
            error: components["schemas"]["TrainingFailure"] | null;
        };
        /** Checkpoint */
        Checkpoint: {
            /** @description 1, 2, … within the job. */
            number: number;
            /** @description Whole epochs finished. */
            epoch: number;
            /** @description Steps finished. */
            step: number;
            /** Format: date-time */
            createdAt: string;
            /** @description Size of the file. */
            bytes: number;
            /** @description The values measured last, by `<split>.<metric>`. */
            metrics: {
                [key: string]: number;
            };
            /** @description Whether its loss, of the validation split if there is one, is the lowest of those kept. */
            best: boolean;
        };
        /** TrainingEvent */
        TrainingEvent: {
            /** @description 1, 2, … within the job. */
            id: number;
            /**
             * @description `status`: a change of state. `epoch`: progress, at most four a second. `metrics`: what was measured on other splits. `checkpoint`: one was stored, or (`resumed`) gone on from, so that epochs after it come again.
             * @enum {unknown}
             */
            type: "status" | "epoch" | "metrics" | "checkpoint";
            data: {
                /** Format: date-time */
                at: string;
            } & {
                [key: string]: unknown;
            };
        };
        /** Model */
        Model: {
            name: string;
            /** Format: date-time */
            createdAt: string;
            newestVersion: number | null;
            task: ("regression" | "multi-class" | "binary" | "multi-label" | "multi-output") | null;
            /** @description Version by label. */
            labels: {
                [key: string]: number;
            };
        };
        /** ModelLabel */
        ModelLabel: {
            model: string;
            label: string;
            version: number;
            /** Format: date-time */
            updatedAt: string;
        };
        /** ModelInspectRequest */
        ModelInspectRequest: {
            /** @description As for `:predict`: arrays in the order of the inputs, or objects by column name. */
            instances: (unknown[] | Record<string, never>)[];
            /**
             * @description What `inputGradient` and `jacobian` are by: the values as they are sent, or as the network has them after its preprocessing. Outputs and `targets` are always those of the network, before anything is scaled back.
             * @default original
             * @enum {string}
             */
            units?: "original" | "encoded";
            /** @description One array for each row, as long as the outputs; needed for everything with a gradient. */
            targets?: number[][];
            loss?: components["schemas"]["Loss"];
            /** @description In place of `loss`: that of every output, by its name. */
            outputs?: {
                [key: string]: {
                    /** @description The name of a loss, or an object with its parameters. */
                    loss: components["schemas"]["Loss"];
                    /**
                     * @description Of this loss in the network's, which is the weighted sum over the outputs.
                     * @default 1
                     */
                    weight?: number;
                };
            };
            want: ("outputs" | "activations" | "deltas" | "gradients" | "inputGradient" | "jacobian" | "rowLosses" | "gradientCheck")[];
        };
        /** ModelResidence */
        ModelResidence: {
            model: string;
            version: number;
            loaded: boolean;
            /** @description Of its parameters. */
            bytes: number;
            /** @description Of all networks in memory. */
            loadedBytes: number;
        };
        /** ModelStatus */
        ModelStatus: {
            name: string;
            /** Format: date-time */
            createdAt: string;
            newestVersion: number | null;
            task: ("regression" | "multi-class" | "binary" | "multi-label" | "multi-output") | null;
            /** @description Version by label. */
            labels: {
                [key: string]: number;
            };
            /** @description Whether there is a version to ask. */
            ready: boolean;
            /** @description Of the newest versions. */
            model_version_status: {
                version: string;
                state: string;
                status: {
                    error_code: string;
                    error_message: string;
                };
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listDatasets: {
        parameters: {
            query?: {
                /** @description Items a page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Dataset"][];
                        /** @description Send it as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDataset: {
        parameters: {
            query?: {
                /** @description Name of a CSV body; default `untitled`. */
                name?: string;
                /** @description JSON from column names to number, integer, boolean, category, text or skip, e.g. `{"zip":"category"}`. */
                types?: string;
                /** @description Default: whichever of these the header has most of. */
                delimiter?: "," | ";" | "|" | "tab";
                /** @description What a row with a fault does: `fail`, the default, refuses the upload, `skip` leaves the row out and counts it (CSV, TSV, JSON and NDJSON). */
                onError?: "fail" | "skip";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "worked-example",
                 *       "columns": [
                 *         "x1",
                 *         "x2",
                 *         "d1",
                 *         "d2"
                 *       ],
                 *       "rows": [
                 *         [
                 *           0.77,
                 *           0.02,
                 *           0.44,
                 *           -0.42
                 *         ],
                 *         [
                 *           0.63,
                 *           0.75,
                 *           0.84,
                 *           0.43
                 *         ],
                 *         [
                 *           0.5,
                 *           0.22,
                 *           0.09,
                 *           -0.72
                 *         ],
                 *         [
                 *           0.2,
                 *           0.76,
                 *           -0.25,
                 *           0.35
                 *         ],
                 *         [
                 *           0.17,
                 *           0.09,
                 *           -0.12,
                 *           -0.13
                 *         ],
                 *         [
                 *           0.69,
                 *           0.95,
                 *           0.24,
                 *           0.03
                 *         ],
                 *         [
                 *           0,
                 *           0.51,
                 *           0.3,
                 *           0.2
                 *         ],
                 *         [
                 *           0.81,
                 *           0.61,
                 *           0.61,
                 *           0.04
                 *         ]
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["DatasetRequest"];
                /**
                 * @example sepal_length,sepal_width,petal_length,petal_width,species
                 *     5.1,3.5,1.4,0.2,setosa
                 *     4.9,3.0,1.4,0.2,setosa
                 *     7.0,3.2,4.7,1.4,versicolor
                 *     6.4,3.2,4.5,1.5,versicolor
                 *     6.3,3.3,6.0,2.5,virginica
                 *     5.8,2.7,5.1,1.9,virginica
                 */
                "text/csv": string;
                /**
                 * @example sepal_length	sepal_width	petal_length	petal_width	species
                 *     5.1	3.5	1.4	0.2	setosa
                 *     4.9	3.0	1.4	0.2	setosa
                 *     7.0	3.2	4.7	1.4	versicolor
                 *     6.4	3.2	4.5	1.5	versicolor
                 *     6.3	3.3	6.0	2.5	virginica
                 *     5.8	2.7	5.1	1.9	virginica
                 */
                "text/tab-separated-values": string;
                /**
                 * @example {"x":0.5,"k":"a"}
                 *     {"x":0.7,"k":"b"}
                 */
                "application/x-ndjson": string;
                "application/x-npy": string;
                "application/x-npz": string;
                "application/x-idx": string;
                "application/vnd.apache.arrow.stream": string;
                "application/vnd.apache.arrow.file": string;
                "application/vnd.apache.parquet": string;
                "application/x-parquet": string;
                "application/octet-stream": string;
                "application/gzip": string;
                "application/x-gzip": string;
                "multipart/form-data": {
                    /** @description Default: the name of the file, without its ending. */
                    name?: string;
                    /** @description JSON, as in the query; before the file. */
                    types?: string;
                    /** @description As in the query; before the file. */
                    delimiter?: string;
                    /** @description As in the query; before the file. */
                    onError?: string;
                    /**
                     * Format: binary
                     * @description CSV, TSV, JSON, NDJSON, NPY, NPZ, IDX, Arrow or Parquet, packed by gzip or not. Several NPY or IDX files are columns side by side, named by their form field (or their file; IDX `image` and `label`).
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Made; Location says where. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appendToDataset: {
        parameters: {
            query?: {
                /** @description Default: whichever of these the header has most of. */
                delimiter?: "," | ";" | "|" | "tab";
                /** @description What a row with a fault does: `fail`, the default, refuses the upload, `skip` leaves the row out and counts it (CSV, TSV, JSON and NDJSON). */
                onError?: "fail" | "skip";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the data set, or its name (the newest of that name).
                 * @example worked-example
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "worked-example",
                 *       "columns": [
                 *         "x1",
                 *         "x2",
                 *         "d1",
                 *         "d2"
                 *       ],
                 *       "rows": [
                 *         [
                 *           0.77,
                 *           0.02,
                 *           0.44,
                 *           -0.42
                 *         ],
                 *         [
                 *           0.63,
                 *           0.75,
                 *           0.84,
                 *           0.43
                 *         ],
                 *         [
                 *           0.5,
                 *           0.22,
                 *           0.09,
                 *           -0.72
                 *         ],
                 *         [
                 *           0.2,
                 *           0.76,
                 *           -0.25,
                 *           0.35
                 *         ],
                 *         [
                 *           0.17,
                 *           0.09,
                 *           -0.12,
                 *           -0.13
                 *         ],
                 *         [
                 *           0.69,
                 *           0.95,
                 *           0.24,
                 *           0.03
                 *         ],
                 *         [
                 *           0,
                 *           0.51,
                 *           0.3,
                 *           0.2
                 *         ],
                 *         [
                 *           0.81,
                 *           0.61,
                 *           0.61,
                 *           0.04
                 *         ]
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["DatasetRequest"];
                /**
                 * @example x1,x2,d1,d2
                 *     0.42,0.37,0.55,-0.21
                 *     0.08,0.93,0.12,0.27
                 */
                "text/csv": string;
                /**
                 * @example x1	x2	d1	d2
                 *     0.42	0.37	0.55	-0.21
                 *     0.08	0.93	0.12	0.27
                 */
                "text/tab-separated-values": string;
                /** @example {"x1":0.42,"x2":0.37,"d1":0.55,"d2":-0.21} */
                "application/x-ndjson": string;
                "application/x-npy": string;
                "application/x-npz": string;
                "application/x-idx": string;
                "application/vnd.apache.arrow.stream": string;
                "application/vnd.apache.arrow.file": string;
                "application/vnd.apache.parquet": string;
                "application/x-parquet": string;
                "application/octet-stream": string;
                "application/gzip": string;
                "application/x-gzip": string;
                "multipart/form-data": {
                    /** @description Default: the name of the file, without its ending. */
                    name?: string;
                    /** @description JSON, as in the query; before the file. */
                    types?: string;
                    /** @description As in the query; before the file. */
                    delimiter?: string;
                    /** @description As in the query; before the file. */
                    onError?: string;
                    /**
                     * Format: binary
                     * @description CSV, TSV, JSON, NDJSON, NPY, NPZ, IDX, Arrow or Parquet, packed by gzip or not. Several NPY or IDX files are columns side by side, named by their form field (or their file; IDX `image` and `label`).
                     */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Made; Location says where. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the data set, or its name (the newest of that name).
                 * @example worked-example
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the data set, or its name (the newest of that name).
                 * @example worked-example
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renameDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the data set, or its name (the newest of that name).
                 * @example worked-example
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "worked-example"
                 *     }
                 */
                "application/json": {
                    /** @description Need not be unique; in a path it means the newest of that name. */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDatasetRows: {
        parameters: {
            query: {
                /** @description Rows to pass over. */
                offset: number;
                /** @description Rows to return; fewer when they would hold more than 1,000,000 values. */
                limit: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the data set, or its name (the newest of that name).
                 * @example worked-example
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: string[];
                        rows: unknown[][];
                        offset: number;
                        /** @description Of the whole data set. */
                        rowCount: number;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDatasetContent: {
        parameters: {
            query: {
                /** @description Instead of the Accept header. */
                format?: "csv" | "json" | "ndjson" | "npy" | "arrow" | "arrow-file" | "parquet";
                /**
                 * @description Names in the order wanted, between commas, or as a JSON array when a name has one. Default: all.
                 * @example x1,x2
                 */
                columns?: string;
                /** @description Rows to pass over. */
                offset: number;
                /** @description Default: all that follow. */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the data set, or its name (the newest of that name).
                 * @example worked-example
                 */
                dataset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                    "application/json": string;
                    "application/x-ndjson": string;
                    "application/x-npy": string;
                    "application/vnd.apache.arrow.stream": string;
                    "application/vnd.apache.arrow.file": string;
                    "application/vnd.apache.parquet": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUploads: {
        parameters: {
            query?: {
                /** @description Items a page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Upload"][];
                        /** @description Send it as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "in-parts",
                 *       "fileName": "table.csv"
                 *     }
                 */
                "application/json": {
                    /** @description Need not be unique; in a path it means the newest of that name. */
                    name?: string;
                    /** @description Names the data set and tells the format by its ending. */
                    fileName?: string;
                    /** @description Media type of the whole file. */
                    contentType?: string;
                    /** @description Bytes of the whole file; checked at the end. */
                    size?: number;
                    /** @description As in an upload of one body. */
                    types?: {
                        [key: string]: "number" | "integer" | "boolean" | "timestamp" | "category" | "text" | "skip";
                    };
                    /** @enum {unknown} */
                    delimiter?: "," | ";" | "|" | "tab";
                    /** @enum {unknown} */
                    onError?: "fail" | "skip";
                    /** @description Id or name of a data set the rows are appended to. */
                    appendTo?: string;
                };
            };
        };
        responses: {
            /** @description Made; Location says where. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the upload, or its name (the newest of that name).
                 * @example in-parts
                 */
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the upload, or its name (the newest of that name).
                 * @example in-parts
                 */
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putUploadPart: {
        parameters: {
            query?: never;
            header?: {
                "content-digest"?: string;
            };
            path: {
                /**
                 * @description Id of the upload, or its name (the newest of that name).
                 * @example in-parts
                 */
                upload: string;
                /** @example 1 */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        number: number;
                        bytes: number;
                        sha256: string;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the upload, or its name (the newest of that name).
                 * @example in-parts
                 */
                upload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {} */
                "application/json": {
                    /** @description Of the whole file, as it is sent. */
                    sha256?: string;
                };
            };
        };
        responses: {
            /** @description It has been read, or cannot be. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description Of the data set it becomes. */
                        name: string;
                        /** @enum {unknown} */
                        status: "receiving" | "processing" | "completed" | "failed";
                        /** @description That have arrived. */
                        bytes: number;
                        /** @description Of the whole, when known. */
                        size: number | null;
                        /** @description That have been read. */
                        rows: number;
                        parts: {
                            number: number;
                            bytes: number;
                            sha256: string;
                        }[];
                        /** Format: date-time */
                        createdAt: string;
                        /** @description When it is removed unless it gets on. Null for a single body. */
                        expiresAt: string | null;
                        /** @description Id of what it has become. */
                        dataset: string | null;
                        error: {
                            code: string;
                            detail: string;
                            errors?: {
                                [key: string]: unknown;
                            }[];
                        } | null;
                    };
                };
            };
            /** @description It is being read. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @description Of the data set it becomes. */
                        name: string;
                        /** @enum {unknown} */
                        status: "receiving" | "processing" | "completed" | "failed";
                        /** @description That have arrived. */
                        bytes: number;
                        /** @description Of the whole, when known. */
                        size: number | null;
                        /** @description That have been read. */
                        rows: number;
                        parts: {
                            number: number;
                            bytes: number;
                            sha256: string;
                        }[];
                        /** Format: date-time */
                        createdAt: string;
                        /** @description When it is removed unless it gets on. Null for a single body. */
                        expiresAt: string | null;
                        /** @description Id of what it has become. */
                        dataset: string | null;
                        error: {
                            code: string;
                            detail: string;
                            errors?: {
                                [key: string]: unknown;
                            }[];
                        } | null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNetworks: {
        parameters: {
            query?: {
                /** @description Items a page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Network"][];
                        /** @description Send it as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkRequest"];
            };
        };
        responses: {
            /** @description Made; Location says where. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        valid: true;
                        name: string | null;
                        notes: string | null;
                        /** @enum {unknown} */
                        dtype: "float32" | "float64";
                        seed: number;
                        inputSize: number;
                        layers: components["schemas"]["NetworkLayer"][];
                        outputs: {
                            name: string;
                            size: number;
                            activation: string;
                        }[];
                        parameterCount: number;
                        /** @description Of the parameters as numbers of the dtype. */
                        parameterBytes: number;
                        /** @description Of a prediction; a multiply-add counts as two. */
                        flopsPerRow: number;
                        /** @description Peak memory of training at a batch size of 32: parameters as they are stored, padding included, and buffers; the state of the optimiser aside. */
                        trainingBytes: number;
                    };
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteNetwork: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/precondition-failed",
                     *       "title": "The resource has changed",
                     *       "status": 412,
                     *       "detail": "The resource has changed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "precondition-failed"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeNetwork: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "notes": "Two inputs, three logistic units, two outputs."
                 *     }
                 */
                "application/json": {
                    /** @description Need not be unique; in a path it means the newest of that name. */
                    name?: string;
                    notes?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/precondition-failed",
                     *       "title": "The resource has changed",
                     *       "status": 412,
                     *       "detail": "The resource has changed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "precondition-failed"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNetworkParameters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON or safetensors, by the Accept header. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: Record<string, never>;
                    };
                    "application/vnd.safetensors": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putNetworkParameters: {
        parameters: {
            query?: {
                /** @description Of safetensors. torch: a state dict of PyTorch, `fc1.weight` of units × inputs; modules of the same name are taken, then by order and shape. */
                layout?: "nabla" | "torch";
                /** @description Of layout torch, repeated: which module a layer takes, where order and shape do not tell. */
                map?: string[];
            };
            header?: {
                /** @description The ETag the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "hidden": {
                 *         "weights": [
                 *           [
                 *             -3.97,
                 *             1.1,
                 *             0.42
                 *           ],
                 *           [
                 *             2.79,
                 *             -2.64,
                 *             3.13
                 *           ]
                 *         ],
                 *         "biases": [
                 *           0,
                 *           0,
                 *           0
                 *         ]
                 *       },
                 *       "output": {
                 *         "weights": [
                 *           [
                 *             3.58,
                 *             -1.58
                 *           ],
                 *           [
                 *             -3.58,
                 *             -1.75
                 *           ],
                 *           [
                 *             -3.38,
                 *             2.88
                 *           ]
                 *         ],
                 *         "biases": [
                 *           0,
                 *           0
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    [key: string]: Record<string, never>;
                };
                "application/vnd.safetensors": string;
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description They are set. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/precondition-failed",
                     *       "title": "The resource has changed",
                     *       "status": 412,
                     *       "detail": "The resource has changed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "precondition-failed"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    predictWithNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "instances": [
                 *         [
                 *           0.77,
                 *           0.02
                 *         ],
                 *         [
                 *           0.63,
                 *           0.75
                 *         ]
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description One array of numbers for each row, in the order of the network inputs. */
                    instances: number[][];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        predictions: number[][];
                    };
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inspectNetwork: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "instances": [
                 *         [
                 *           0.77,
                 *           0.02
                 *         ],
                 *         [
                 *           0.63,
                 *           0.75
                 *         ]
                 *       ],
                 *       "targets": [
                 *         [
                 *           0.44,
                 *           -0.42
                 *         ],
                 *         [
                 *           0.84,
                 *           0.43
                 *         ]
                 *       ],
                 *       "loss": {
                 *         "type": "half-squared-error",
                 *         "reduction": "sum"
                 *       },
                 *       "want": [
                 *         "activations",
                 *         "gradients",
                 *         "gradientCheck"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["InspectRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importNetwork: {
        parameters: {
            query: {
                /**
                 * @description What the body is.
                 * @example onnx
                 */
                format: "onnx";
                /** @description Need not be unique; in a path it means the newest of that name. */
                name?: string;
                /** @description Outputs of the graph that are meant, repeated for each; default: all. */
                outputs?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Made; Location says where. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Network"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Made; Location says where. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTrainingJobs: {
        parameters: {
            query?: {
                /** @description Items a page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                /** @description Only jobs in this state. */
                status?: "queued" | "running" | "pausing" | "paused" | "cancelling" | "interrupted" | "succeeded" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TrainingJob"][];
                        /** @description Send it as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTrainingJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body make one job, however often they are sent. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "network": "worked-example",
                 *       "dataset": "worked-example",
                 *       "inputs": [
                 *         "x1",
                 *         "x2"
                 *       ],
                 *       "targets": [
                 *         "d1",
                 *         "d2"
                 *       ],
                 *       "loss": {
                 *         "type": "half-squared-error",
                 *         "reduction": "sum"
                 *       },
                 *       "optimizer": {
                 *         "type": "sgd",
                 *         "learningRate": 0.05
                 *       },
                 *       "batchSize": "full",
                 *       "epochs": 1000,
                 *       "name": "worked-example",
                 *       "model": "worked-example",
                 *       "checkpoint": {
                 *         "everyEpochs": 500
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["TrainingJobRequest"];
            };
        };
        responses: {
            /** @description Taken; Location says where to look. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingJob"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrainingJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description `wait=30` answers when the job is terminal, or after 30 seconds; at most 60. */
                prefer?: string;
            };
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingJob"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingJob"];
                };
            };
            /** @description It is being cancelled. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingJob"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does not run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingJob"];
                };
            };
            /** @description It is being paused. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingJob"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeTrainingJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is queued, or as it was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrainingJob"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTrainingJobCheckpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Checkpoint"][];
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrainingJobCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
                /**
                 * @description As the list has it.
                 * @example 1
                 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A safetensors file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.safetensors": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTrainingJobEvents: {
        parameters: {
            query?: {
                /** @description Items a page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: {
                /** @description Of a stream: the events after this one are sent. */
                "last-event-id"?: string;
            };
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TrainingEvent"][];
                        /** @description Send it as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                    };
                    "text/event-stream": string;
                };
            };
            /** @description A stream that would have nothing to tell any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrainingJobMetrics: {
        parameters: {
            query?: {
                /** @description Series, separated by commas, such as `train.loss,validation.loss`; default all. */
                names?: string;
                /** @description Longer series are thinned; the first, the last, the lowest and the highest points stay. */
                maxPoints?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the job, or its name (the newest of that name).
                 * @example worked-example
                 */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Columns of one length: `epoch`, then each series. null: not measured, or not finite. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        epoch: number[];
                    } & {
                        [key: string]: (number | null)[];
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description Items a page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Model"][];
                        /** @description Send it as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /** @example production */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelLabel"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putModelLabel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @example worked-example */
                model: string;
                /** @example production */
                label: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "version": 1
                 *     }
                 */
                "application/json": {
                    version: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelLabel"];
                };
            };
            /** @description Made; Location says where. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelLabel"];
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/precondition-failed",
                     *       "title": "The resource has changed",
                     *       "status": 412,
                     *       "detail": "The resource has changed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "precondition-failed"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This change needs an If-Match header */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/precondition-required",
                     *       "title": "This change needs an If-Match header",
                     *       "status": 428,
                     *       "detail": "This change needs an If-Match header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "precondition-required"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelLabel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the change is meant for. */
                "if-match"?: string;
            };
            path: {
                /** @example worked-example */
                model: string;
                /** @example production */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource has changed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/precondition-failed",
                     *       "title": "The resource has changed",
                     *       "status": 412,
                     *       "detail": "The resource has changed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "precondition-failed"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModelLabels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ModelLabel"][];
                        nextCursor: null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    predictWithLabel: {
        parameters: {
            query?: {
                /** @description How numbers are answered: in the order of the outputs, or by column. */
                shape?: "arrays" | "objects";
                /** @description Of a classification only so many classes, the most probable first. */
                topK?: number;
                /** @description The network's outputs as they are: numbers not scaled back, no classes. */
                raw?: boolean;
            };
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /** @example production */
                label: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Arrays in the order of the inputs, or objects by column name. */
                    instances?: (unknown[] | Record<string, never>)[];
                    /** @description A list of values by column name, all of one length. */
                    columns?: {
                        [key: string]: unknown[];
                    };
                    /** @description TensorFlow Serving's columnar form: rows or columns as above, answered in `outputs`. */
                    inputs?: (unknown[] | Record<string, never>)[] | {
                        [key: string]: unknown[];
                    };
                    /**
                     * @description Of TensorFlow Serving; a model has this one.
                     * @enum {string}
                     */
                    signature_name?: "serving_default";
                };
                /**
                 * @example x1,x2
                 *     0.77,0.02
                 *     0.63,0.75
                 */
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/x-npy": string;
                "application/vnd.apache.arrow.stream": string;
                "application/vnd.apache.arrow.file": string;
            };
        };
        responses: {
            /** @description By the Accept header. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        predictions?: (number[] | {
                            [key: string]: unknown;
                        })[];
                        /** @description Instead of `predictions`, when `inputs` was sent. */
                        outputs?: unknown;
                    };
                    "text/csv": string;
                    "application/x-npy": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inspectModelWithLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /** @example production */
                label: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "instances": [
                 *         [
                 *           0.77,
                 *           0.02
                 *         ]
                 *       ],
                 *       "want": [
                 *         "outputs",
                 *         "activations",
                 *         "jacobian"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ModelInspectRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loadModelWithLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /** @example production */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelResidence"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unloadModelWithLabel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /** @example production */
                label: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelResidence"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModelVersions: {
        parameters: {
            query?: {
                /** @description Items a page. */
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ModelVersion"][];
                        /** @description Send it as `cursor` for the next page; null on the last one. */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelParameters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON or safetensors, by the Accept header. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: Record<string, never>;
                    };
                    "application/vnd.safetensors": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    predictWithVersion: {
        parameters: {
            query?: {
                /** @description How numbers are answered: in the order of the outputs, or by column. */
                shape?: "arrays" | "objects";
                /** @description Of a classification only so many classes, the most probable first. */
                topK?: number;
                /** @description The network's outputs as they are: numbers not scaled back, no classes. */
                raw?: boolean;
            };
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Arrays in the order of the inputs, or objects by column name. */
                    instances?: (unknown[] | Record<string, never>)[];
                    /** @description A list of values by column name, all of one length. */
                    columns?: {
                        [key: string]: unknown[];
                    };
                    /** @description TensorFlow Serving's columnar form: rows or columns as above, answered in `outputs`. */
                    inputs?: (unknown[] | Record<string, never>)[] | {
                        [key: string]: unknown[];
                    };
                    /**
                     * @description Of TensorFlow Serving; a model has this one.
                     * @enum {string}
                     */
                    signature_name?: "serving_default";
                };
                /**
                 * @example x1,x2
                 *     0.77,0.02
                 *     0.63,0.75
                 */
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/x-npy": string;
                "application/vnd.apache.arrow.stream": string;
                "application/vnd.apache.arrow.file": string;
            };
        };
        responses: {
            /** @description By the Accept header. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        predictions?: (number[] | {
                            [key: string]: unknown;
                        })[];
                        /** @description Instead of `predictions`, when `inputs` was sent. */
                        outputs?: unknown;
                    };
                    "text/csv": string;
                    "application/x-npy": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inspectModelWithVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "instances": [
                 *         [
                 *           0.77,
                 *           0.02
                 *         ]
                 *       ],
                 *       "want": [
                 *         "outputs",
                 *         "activations",
                 *         "jacobian"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ModelInspectRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loadModelWithVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelResidence"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unloadModelWithVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelResidence"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelStatus"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    predict: {
        parameters: {
            query?: {
                /** @description How numbers are answered: in the order of the outputs, or by column. */
                shape?: "arrays" | "objects";
                /** @description Of a classification only so many classes, the most probable first. */
                topK?: number;
                /** @description The network's outputs as they are: numbers not scaled back, no classes. */
                raw?: boolean;
            };
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Arrays in the order of the inputs, or objects by column name. */
                    instances?: (unknown[] | Record<string, never>)[];
                    /** @description A list of values by column name, all of one length. */
                    columns?: {
                        [key: string]: unknown[];
                    };
                    /** @description TensorFlow Serving's columnar form: rows or columns as above, answered in `outputs`. */
                    inputs?: (unknown[] | Record<string, never>)[] | {
                        [key: string]: unknown[];
                    };
                    /**
                     * @description Of TensorFlow Serving; a model has this one.
                     * @enum {string}
                     */
                    signature_name?: "serving_default";
                };
                /**
                 * @example x1,x2
                 *     0.77,0.02
                 *     0.63,0.75
                 */
                "text/csv": string;
                "text/tab-separated-values": string;
                "application/x-npy": string;
                "application/vnd.apache.arrow.stream": string;
                "application/vnd.apache.arrow.file": string;
            };
        };
        responses: {
            /** @description By the Accept header. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        predictions?: (number[] | {
                            [key: string]: unknown;
                        })[];
                        /** @description Instead of `predictions`, when `inputs` was sent. */
                        outputs?: unknown;
                    };
                    "text/csv": string;
                    "application/x-npy": string;
                    "application/vnd.apache.arrow.stream": string;
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no room left to store this */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/storage-full",
                     *       "title": "There is no room left to store this",
                     *       "status": 507,
                     *       "detail": "There is no room left to store this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "storage-full"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inspectModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "instances": [
                 *         [
                 *           0.77,
                 *           0.02
                 *         ]
                 *       ],
                 *       "want": [
                 *         "outputs",
                 *         "activations",
                 *         "jacobian"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ModelInspectRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/malformed-body",
                     *       "title": "The body cannot be read",
                     *       "status": 400,
                     *       "detail": "The body cannot be read",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "malformed-body"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/body-too-large",
                     *       "title": "The body is larger than allowed",
                     *       "status": 413,
                     *       "detail": "The body is larger than allowed",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "body-too-large"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unsupported-media-type",
                     *       "title": "The body has a type that is not read here",
                     *       "status": 415,
                     *       "detail": "The body has a type that is not read here",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unsupported-media-type"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The input is not valid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/invalid-input",
                     *       "title": "The input is not valid",
                     *       "status": 422,
                     *       "detail": "/layers/0/units: expected an integer ≥ 1, got -3",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "invalid-input",
                     *       "errors": [
                     *         {
                     *           "pointer": "/layers/0/units",
                     *           "detail": "expected an integer ≥ 1, got -3"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    loadModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelResidence"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unloadModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelResidence"];
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCatalog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description A JSON Schema for each field that every layer takes beside its `type` and parameters; none is required. */
                        layerFields: {
                            [key: string]: Record<string, never>;
                        };
                        layers: ({
                            /**
                             * @description The name a request chooses it by.
                             * @example relu
                             */
                            type: string;
                            /** @description What it is, in a sentence. */
                            summary: string;
                            /** @description In plain Unicode. */
                            formula: string;
                            /** @description What training goes by. */
                            derivative?: string;
                            /** @description A JSON Schema for each parameter: range, default, description. */
                            parameters: {
                                [key: string]: Record<string, never>;
                            };
                            /** @description Parameters without a default. */
                            required: string[];
                            /** @description As a request would write it; of a layer the layers that show it. */
                            example: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                        activations: ({
                            /**
                             * @description The name a request chooses it by.
                             * @example relu
                             */
                            type: string;
                            /** @description What it is, in a sentence. */
                            summary: string;
                            /** @description In plain Unicode. */
                            formula: string;
                            /** @description What training goes by. */
                            derivative?: string;
                            /** @description A JSON Schema for each parameter: range, default, description. */
                            parameters: {
                                [key: string]: Record<string, never>;
                            };
                            /** @description Parameters without a default. */
                            required: string[];
                            /** @description As a request would write it; of a layer the layers that show it. */
                            example: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                        losses: ({
                            /**
                             * @description The name a request chooses it by.
                             * @example relu
                             */
                            type: string;
                            /** @description What it is, in a sentence. */
                            summary: string;
                            /** @description In plain Unicode. */
                            formula: string;
                            /** @description What training goes by. */
                            derivative?: string;
                            /** @description A JSON Schema for each parameter: range, default, description. */
                            parameters: {
                                [key: string]: Record<string, never>;
                            };
                            /** @description Parameters without a default. */
                            required: string[];
                            /** @description As a request would write it; of a layer the layers that show it. */
                            example: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                        optimizers: ({
                            /**
                             * @description The name a request chooses it by.
                             * @example relu
                             */
                            type: string;
                            /** @description What it is, in a sentence. */
                            summary: string;
                            /** @description In plain Unicode. */
                            formula: string;
                            /** @description What training goes by. */
                            derivative?: string;
                            /** @description A JSON Schema for each parameter: range, default, description. */
                            parameters: {
                                [key: string]: Record<string, never>;
                            };
                            /** @description Parameters without a default. */
                            required: string[];
                            /** @description As a request would write it; of a layer the layers that show it. */
                            example: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                        schedules: ({
                            /**
                             * @description The name a request chooses it by.
                             * @example relu
                             */
                            type: string;
                            /** @description What it is, in a sentence. */
                            summary: string;
                            /** @description In plain Unicode. */
                            formula: string;
                            /** @description What training goes by. */
                            derivative?: string;
                            /** @description A JSON Schema for each parameter: range, default, description. */
                            parameters: {
                                [key: string]: Record<string, never>;
                            };
                            /** @description Parameters without a default. */
                            required: string[];
                            /** @description As a request would write it; of a layer the layers that show it. */
                            example: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                        initializers: ({
                            /**
                             * @description The name a request chooses it by.
                             * @example relu
                             */
                            type: string;
                            /** @description What it is, in a sentence. */
                            summary: string;
                            /** @description In plain Unicode. */
                            formula: string;
                            /** @description What training goes by. */
                            derivative?: string;
                            /** @description A JSON Schema for each parameter: range, default, description. */
                            parameters: {
                                [key: string]: Record<string, never>;
                            };
                            /** @description Parameters without a default. */
                            required: string[];
                            /** @description As a request would write it; of a layer the layers that show it. */
                            example: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                    };
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportNetwork: {
        parameters: {
            query: {
                /**
                 * @description onnx: for onnxruntime and whatever else reads ONNX: prediction only.
                 *     safetensors: the parameters, named and shaped as in a state dict of PyTorch.
                 * @example onnx
                 */
                format: "onnx" | "safetensors";
            };
            header?: never;
            path: {
                /**
                 * @description Id of the network, or its name (the newest of that name).
                 * @example worked-example
                 */
                network: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; Content-Disposition names it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportModelVersion: {
        parameters: {
            query: {
                /**
                 * @description onnx: for onnxruntime and whatever else reads ONNX: prediction only.
                 *     safetensors: the parameters, named and shaped as in a state dict of PyTorch.
                 *     archive: everything a prediction needs, to be imported into another nabla.
                 * @example onnx
                 */
                format: "onnx" | "safetensors" | "archive";
                /** @description Of ONNX. matrix: one input of rows × numbers; columns: one input a column, categories as strings; auto: a matrix unless there are categories. */
                inputs?: "auto" | "matrix" | "columns";
            };
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file; Content-Disposition names it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/bad-request",
                     *       "title": "The request cannot be understood",
                     *       "status": 400,
                     *       "detail": "The request cannot be understood",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "bad-request"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such resource */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-found",
                     *       "title": "No such resource",
                     *       "status": 404,
                     *       "detail": "No such resource",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-found"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No representation fits the Accept header */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/not-acceptable",
                     *       "title": "No representation fits the Accept header",
                     *       "status": 406,
                     *       "detail": "No representation fits the Accept header",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "not-acceptable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The resource is in a state that does not allow this */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/conflict",
                     *       "title": "The resource is in a state that does not allow this",
                     *       "status": 409,
                     *       "detail": "The resource is in a state that does not allow this",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "conflict"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        version: string;
                        extensions: string[];
                    };
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        live: boolean;
                    };
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    getInferenceModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        versions: string[];
                        platform: string;
                        inputs: {
                            name: string;
                            /** @enum {unknown} */
                            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                            /** @description −1: as many as there are rows. */
                            shape: number[];
                        }[];
                        outputs: {
                            name: string;
                            /** @enum {unknown} */
                            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                            /** @description −1: as many as there are rows. */
                            shape: number[];
                        }[];
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is no such model or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    getInferenceModelVersionReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is no such model or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    inferVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Bytes of the JSON, when data stand behind it. */
                "inference-header-content-length"?: string;
            };
            path: {
                /** @example worked-example */
                model: string;
                /**
                 * @description A version number.
                 * @example 1
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "inputs": [
                 *         {
                 *           "name": "input",
                 *           "datatype": "FP64",
                 *           "shape": [
                 *             2,
                 *             2
                 *           ],
                 *           "data": [
                 *             0.77,
                 *             0.02,
                 *             0.63,
                 *             0.75
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Given back with the answer. */
                    id?: string;
                    parameters?: {
                        [key: string]: unknown;
                    };
                    inputs: {
                        name: string;
                        /** @enum {unknown} */
                        datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                        shape: number[];
                        parameters?: {
                            binary_data_size?: number;
                        } & {
                            [key: string]: unknown;
                        };
                        /** @description Flat or nested. */
                        data?: unknown[];
                    }[];
                    /** @description Absent: all there are. */
                    outputs?: {
                        name: string;
                        parameters?: {
                            binary_data?: boolean;
                            classification?: number;
                        } & {
                            [key: string]: unknown;
                        };
                    }[];
                };
                /**
                 * @example {
                 *       "inputs": [
                 *         {
                 *           "name": "input",
                 *           "datatype": "FP64",
                 *           "shape": [
                 *             2,
                 *             2
                 *           ],
                 *           "data": [
                 *             0.77,
                 *             0.02,
                 *             0.63,
                 *             0.75
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/octet-stream": {
                    /** @description Given back with the answer. */
                    id?: string;
                    parameters?: {
                        [key: string]: unknown;
                    };
                    inputs: {
                        name: string;
                        /** @enum {unknown} */
                        datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                        shape: number[];
                        parameters?: {
                            binary_data_size?: number;
                        } & {
                            [key: string]: unknown;
                        };
                        /** @description Flat or nested. */
                        data?: unknown[];
                    }[];
                    /** @description Absent: all there are. */
                    outputs?: {
                        name: string;
                        parameters?: {
                            binary_data?: boolean;
                            classification?: number;
                        } & {
                            [key: string]: unknown;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description JSON, or JSON and the data of tensors behind it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_name: string;
                        model_version: string;
                        id?: string;
                        outputs: {
                            name: string;
                            /** @enum {unknown} */
                            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                            shape: number[];
                            parameters?: {
                                [key: string]: unknown;
                            };
                            data?: unknown[];
                        }[];
                    };
                    "application/octet-stream": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is no such model or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The tensors do not fit the model */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    getInferenceModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        versions: string[];
                        platform: string;
                        inputs: {
                            name: string;
                            /** @enum {unknown} */
                            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                            /** @description −1: as many as there are rows. */
                            shape: number[];
                        }[];
                        outputs: {
                            name: string;
                            /** @enum {unknown} */
                            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                            /** @description −1: as many as there are rows. */
                            shape: number[];
                        }[];
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is no such model or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    getInferenceModelReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is no such model or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    infer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Bytes of the JSON, when data stand behind it. */
                "inference-header-content-length"?: string;
            };
            path: {
                /** @example worked-example */
                model: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "inputs": [
                 *         {
                 *           "name": "input",
                 *           "datatype": "FP64",
                 *           "shape": [
                 *             2,
                 *             2
                 *           ],
                 *           "data": [
                 *             0.77,
                 *             0.02,
                 *             0.63,
                 *             0.75
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @description Given back with the answer. */
                    id?: string;
                    parameters?: {
                        [key: string]: unknown;
                    };
                    inputs: {
                        name: string;
                        /** @enum {unknown} */
                        datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                        shape: number[];
                        parameters?: {
                            binary_data_size?: number;
                        } & {
                            [key: string]: unknown;
                        };
                        /** @description Flat or nested. */
                        data?: unknown[];
                    }[];
                    /** @description Absent: all there are. */
                    outputs?: {
                        name: string;
                        parameters?: {
                            binary_data?: boolean;
                            classification?: number;
                        } & {
                            [key: string]: unknown;
                        };
                    }[];
                };
                /**
                 * @example {
                 *       "inputs": [
                 *         {
                 *           "name": "input",
                 *           "datatype": "FP64",
                 *           "shape": [
                 *             2,
                 *             2
                 *           ],
                 *           "data": [
                 *             0.77,
                 *             0.02,
                 *             0.63,
                 *             0.75
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/octet-stream": {
                    /** @description Given back with the answer. */
                    id?: string;
                    parameters?: {
                        [key: string]: unknown;
                    };
                    inputs: {
                        name: string;
                        /** @enum {unknown} */
                        datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                        shape: number[];
                        parameters?: {
                            binary_data_size?: number;
                        } & {
                            [key: string]: unknown;
                        };
                        /** @description Flat or nested. */
                        data?: unknown[];
                    }[];
                    /** @description Absent: all there are. */
                    outputs?: {
                        name: string;
                        parameters?: {
                            binary_data?: boolean;
                            classification?: number;
                        } & {
                            [key: string]: unknown;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description JSON, or JSON and the data of tensors behind it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        model_name: string;
                        model_version: string;
                        id?: string;
                        outputs: {
                            name: string;
                            /** @enum {unknown} */
                            datatype: "BOOL" | "UINT8" | "UINT16" | "UINT32" | "UINT64" | "INT8" | "INT16" | "INT32" | "INT64" | "FP16" | "BF16" | "FP32" | "FP64" | "BYTES";
                            shape: number[];
                            parameters?: {
                                [key: string]: unknown;
                            };
                            data?: unknown[];
                        }[];
                    };
                    "application/octet-stream": string;
                };
            };
            /** @description The request cannot be understood */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description There is no such model or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The body is larger than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The body has a type that is not read here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The tensors do not fit the model */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://nabla.dev/problems/unavailable",
                     *       "title": "The server cannot do this now",
                     *       "status": 503,
                     *       "detail": "The server cannot do this now",
                     *       "instance": "req_01jd1zq3w8v5xq8m0c9d2f4h6k",
                     *       "code": "unavailable"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        version: string;
                        node: string;
                        platform: string;
                        /** @description The instruction set the kernels run on. */
                        isa: string;
                        availableIsas: string[];
                        compiler: string;
                        cores: number;
                        /** @description Granted by affinity and cgroup quota. */
                        threads: number;
                        threadsPerJob: number;
                        /** @description Training jobs at the same time. */
                        slots: number;
                        uptimeSeconds: number;
                        limits: {
                            [key: string]: number;
                        };
                    };
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The headers are larger than allowed */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
