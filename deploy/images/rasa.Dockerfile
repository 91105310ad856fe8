# Sprogforståelsen. Modellen trænes, mens billedet bygges, så alle kopier svarer ens.
# Bygges fra projektets rod: docker build -f deploy/images/rasa.Dockerfile -t ret-og-pligt/rasa .

FROM python:3.10-slim-bookworm AS packages
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
COPY deploy/images/uv.txt bot/requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r uv.txt \
    && uv venv bot/.venv \
    && uv pip sync --require-hashes -p bot/.venv/bin/python requirements.lock

FROM python:3.10-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TZ=Europe/Copenhagen \
    MALLOC_ARENA_MAX=2 MPLCONFIGDIR=/tmp/matplotlib HOME=/tmp
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin retpligt
WORKDIR /app
COPY --from=packages /app/bot/.venv ./bot/.venv
COPY bot ./bot
COPY data ./data
COPY config.yml endpoints.yml credentials.yml LICENSE ./
RUN bot/.venv/bin/python -m bot train --domain bot/domain --config config.yml \
    --data data/nlu data/rules data/stories --out models --fixed-model-name ret-og-pligt
USER 10001
EXPOSE 5005
CMD ["bot/.venv/bin/python", "-m", "bot", "run", "-i", "0.0.0.0", "-p", "5005", "--model", "models/ret-og-pligt.tar.gz", "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
