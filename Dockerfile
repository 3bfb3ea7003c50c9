FROM python:3.13-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH

FROM base AS build
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

FROM base
RUN useradd --system --uid 10001 --home-dir /app mentorship
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY . .
# Static files are gathered with throw-away values: nothing of them stays in the image.
RUN DEMO=0 DATABASE_URL=postgres://none REDIS_URL=redis://none SECRET_KEY=build CONTENT_KEYS=build \
    python manage.py collectstatic --no-input --skip-checks
USER mentorship
EXPOSE 8000
CMD ["gunicorn", "mentorship.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "2", "--no-control-socket"]
