@echo off
rem d2j: builds the project when its sources changed, then runs the command line (d2j --help).
rem
rem   D2J_MEMORY   what a notebook may use in all, for example 2g (default: half of the machine's memory)
rem   D2J_DATA     a folder with real data sets, laid out as their archives are
rem   D2J_THREADS  threads for numerical work (default: one per core)
rem   JAVA_HOME    the Java to use, 17 or newer
rem   D2J_ENGINE, D2J_NO_BUILD, D2J_COMPILER, D2J_IMPORTS: see the script d2j
setlocal
set "root=%~dp0"
set "root=%root:~0,-1%"
set "target=%root%\target"

set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo d2j: no Java found; install a JDK, 17 or newer, and set JAVA_HOME 1>&2
  exit /b 1
)

if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined GOMP_SPINCOUNT if not "%D2J_ENGINE%"=="plain" set "GOMP_SPINCOUNT=100"
if defined D2J_THREADS (
  set "OMP_NUM_THREADS=%D2J_THREADS%"
  set "OPENBLAS_NUM_THREADS=%D2J_THREADS%"
)
rem A kernel works in a folder of its own, where a relative path would mean something else.
if defined D2J_DATA if exist "%D2J_DATA%\" for %%d in ("%D2J_DATA%") do set "D2J_DATA=%%~fd"
set "profiles="
if exist "%root%\.d2j-profiles" for /f "usebackq delims=" %%p in ("%root%\.d2j-profiles") do set "profiles=-P%%p"

if "%~1"=="test" goto test
if "%~1"=="setup" goto setup
call :stale
if errorlevel 1 goto built
call :build
if errorlevel 1 exit /b 1
goto built

:test
for /f "tokens=1,*" %%a in ("%*") do set "rest=%%b"
pushd "%root%"
call mvn -B %profiles% test %rest%
set "status=%errorlevel%"
popd
exit /b %status%

:setup
set "device="
set "force="
set "spark="
for %%a in (%*) do if "%%~a"=="--cuda" set "device=cuda"
for %%a in (%*) do if "%%~a"=="--cpu" set "device=cpu"
for %%a in (%*) do if "%%~a"=="--force" set "force=--force"
for %%a in (%*) do if "%%~a"=="--spark" set "spark=yes"
if "%device%"=="cpu" (
  del /q "%root%\.d2j-profiles" 2>nul
  set "profiles="
)
if not "%device%"=="cuda" goto libraries
rem Two gigabytes are not downloaded for a machine that cannot use them.
call "%~f0" check-cuda %force%
if errorlevel 1 exit /b 1
>"%root%\.d2j-profiles" echo cuda
set "profiles=-Pcuda"

:libraries
call :build
if errorlevel 1 exit /b 1
if not defined spark goto built
echo d2j: Maven downloads 120 MB of libraries for Spark if they are not here yet ... 1>&2
pushd "%root%"
call mvn -B -q %profiles% -Pspark dependency:build-classpath@spark-class-path
set "status=%errorlevel%"
popd
if not "%status%"=="0" exit /b 1

:built
rem A class path of a hundred files is too long for a command line and for a variable, so Java reads it from a file; it is
rem written anew where this folder was moved.
set "made="
if exist "%target%\d2j.root" set /p made=<"%target%\d2j.root"
if "%made%"=="%root%" goto start
call :arguments
if errorlevel 1 exit /b 1

:start
set "access=--enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow"
set "program="
if "%~1"=="kernel" set "program=d2j.jupyter.kernel.KernelMain"
if "%~1"=="bench-worker" set "program=d2j.bench.D2jWorker"
if defined program goto kernel
"%java%" %access% -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -Djava.awt.headless=true "-Dd2j.home=%root%" ^
  "@%target%\d2j.arguments" d2j.cli.Main %*
exit /b %errorlevel%

:kernel
call :limits
if errorlevel 1 exit /b 1
set "compiler=-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=10000"
set "compiler=%compiler% -XX:Tier4CompileThreshold=100000 -XX:Tier4BackEdgeThreshold=400000"
if "%D2J_COMPILER%"=="quick" set "compiler=-XX:TieredStopAtLevel=1"
"%java%" %access% %compiler% -XX:+UseSerialGC -XX:PretenureSizeThreshold=32m -Xss4m %limits% ^
  -Djava.awt.headless=true "-Dd2j.home=%root%" "@%target%\d2j.arguments" %program% %2
exit /b %errorlevel%

:limits
rem What a notebook may use, in MiB: of that 40% for Java's heap, and 60% for what the native libraries allocate.
set "budget="
for /f %%m in ('powershell -NoProfile -Command "$t=$env:D2J_MEMORY; if (-not $t) {[int]((Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory/2MB)} elseif ($t -match '^[0-9.]+g$') {[int]([double]$t.TrimEnd('gG')*1024)} elseif ($t -match '^[0-9]+m$') {$t.TrimEnd('mM')}"') do set "budget=%%m"
if not defined budget (
  echo d2j: D2J_MEMORY=%D2J_MEMORY% is not a size; write for example 2g or 1500m 1>&2
  exit /b 1
)
set /a heap=budget*40/100, native=budget*60/100
set "limits=-Xmx%heap%m -Dorg.bytedeco.javacpp.maxbytes=%native%m -Dorg.bytedeco.javacpp.maxphysicalbytes=%budget%m"
set "limits=%limits% -Dd2j.memory=%budget%m"
exit /b 0

:arguments
rem In quotes a backslash is written twice. Java reads the file in the system's own encoding.
powershell -NoProfile -Command "$q=[char]34; $c=$env:target+'\classes;'+[IO.File]::ReadAllText($env:target+'\classpath.txt').Trim(); [IO.File]::WriteAllText($env:target+'\d2j.arguments','-cp '+$q+$c.Replace('\','\\')+$q,[Text.Encoding]::Default); [IO.File]::WriteAllText($env:target+'\d2j.root',$env:root,[Text.Encoding]::Default)"
exit /b %errorlevel%

:stale
rem Errorlevel 0 when a build is due: no stamp, or a source that is newer; 1 when none is.
if "%D2J_NO_BUILD%"=="1" exit /b 1
if not exist "%target%\built.stamp" exit /b 0
if not exist "%target%\classpath.txt" exit /b 0
powershell -NoProfile -Command "$s=(Get-Item '%target%\built.stamp').LastWriteTime; $n=Get-ChildItem '%root%\src\main','%root%\datasets','%root%\pom.xml' -Recurse -File | Where-Object { $_.LastWriteTime -gt $s } | Select-Object -First 1; if ($n) { exit 0 } else { exit 1 }"
exit /b %errorlevel%

:build
echo d2j: building; the first time Maven downloads about 250 MB of libraries ... 1>&2
if not exist "%target%" mkdir "%target%"
pushd "%root%"
call mvn -B -q %profiles% process-classes
set "status=%errorlevel%"
popd
if not "%status%"=="0" (
  echo d2j: the build failed 1>&2
  exit /b 1
)
echo built> "%target%\built.stamp"
call :arguments
if errorlevel 1 exit /b 1
exit /b 0
